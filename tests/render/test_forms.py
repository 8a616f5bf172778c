"""What holds for every output format, those of tomorrow too."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from pcicloud import catalog, cli, discover, export, render, resources
from pcicloud.coverage import FAMILIES
from pcicloud.errors import UsageError
from pcicloud.model.assessment import Assessment, Status
from pcicloud.model.outcome import Verdict
from pcicloud.model.requirement import Audience, Kind, Method, Party
from pcicloud.render import Form, Language, document, form, forms, html, junit, sarif, terminal
from pcicloud.render._plain import UNSAFE, clip, plain
from pcicloud.render._words import load, say, span
from tests.render.sample_assessment import BAD_NAMES, sample

NAMES = sorted(forms())
LANGUAGES: tuple[Language, ...] = get_args(Language)
SEEN_BY_MYPY: tuple[Form, ...] = (document, html, junit, sarif, terminal)


def test_every_module_of_the_package_is_a_format_with_names_of_its_own() -> None:
    found = forms().values()
    assert len({one.NAME for one in found}) == len({one.FILE for one in found}) == len(discover.names("render"))
    assert all(re.fullmatch(r"[a-z]+", one.NAME) and "/" in one.MEDIA_TYPE for one in found)


def test_an_unknown_format_is_refused_and_the_known_ones_are_named() -> None:
    with pytest.raises(UsageError, match="no format called xml") as error:
        form("xml")
    assert all(name in error.value.hint for name in NAMES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_all_280_requirements_are_in_the_document(name: str, language: Language, assessment: Assessment) -> None:
    text = form(name).render(assessment, language=language).decode()
    missing = [
        one.id
        for one in catalog.load().requirements
        if not re.search(rf"(?<![\d.A]){re.escape(one.id)}(?!\.?\d)", text)
    ]
    assert missing == []


@pytest.mark.parametrize("name", NAMES)
def test_equal_assessments_give_equal_bytes(name: str) -> None:
    assert form(name).render(sample(), language="en") == form(name).render(sample(), language="en")


@pytest.mark.parametrize("name", NAMES)
def test_no_document_holds_a_raw_control_or_bidirectional_character(name: str, assessment: Assessment) -> None:
    text = form(name).render(assessment, language="en").decode()
    raw = re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]", text)
    assert raw == []
    if name != "json":
        assert "\u202e" not in re.sub(r'(?s)<script type="application/json".*?</script>', "", text)


@pytest.mark.parametrize("name", NAMES)
def test_no_document_says_that_a_requirement_is_in_place(name: str, assessment: Assessment) -> None:
    text = form(name).render(assessment, language="en").decode()
    said = [line for line in text.splitlines() if "in place" in line.lower()]
    assert all("Only an assessor says" in line for line in said)


def test_plain_text_shows_what_it_makes_harmless() -> None:
    assert plain("\x1b[31mred\x07") == r"\x1b[31mred\x07"
    assert plain("invoice-\u202efdp.exe") == r"invoice-\u202efdp.exe"
    assert plain("a\nb\u200b\U000e0041") == r"a\x0ab\u200b\U000e0041"
    assert plain("日本語 [red] <b> =1+1 🙂") == "日本語 [red] <b> =1+1 🙂"


def test_a_clipped_text_says_that_it_is_clipped_and_is_never_longer() -> None:
    assert clip("x" * 20, 10) == "xxxxxxx..."
    assert clip("\x1b" * 20, 10) == r"\x1b\x1..."
    assert clip("short", 10) == "short"


def test_the_page_and_the_terminal_call_the_same_characters_unsafe() -> None:
    script = (resources.folder("reports") / "assessment.js").read_text()
    found = re.search(r"const UNSAFE = /(\[.+\])/gu;", script)
    assert found is not None
    pattern = re.compile(re.sub(r"\\u\{(\w+)\}", lambda match: f"\\U{int(match[1], 16):08x}", found[1]))
    everything = [chr(code) for code in range(0x110000)]
    assert [one for one in everything if UNSAFE.match(one)] == [one for one in everything if pattern.match(one)]
    assert all(pattern.search(plain(name)) is None for name in BAD_NAMES)


def test_every_status_verdict_kind_and_chapter_has_words_in_both_languages() -> None:
    words = load()
    assert set(words.statuses) == set(words.statuses_short) == set(Status)
    assert set(words.verdicts) == set(Verdict)
    assert set(words.kinds) == set(get_args(Kind))
    assert list(words.chapters) == list(dict.fromkeys(catalog.chapter(one.id) for one in catalog.load().requirements))
    assert [set(words.methods), set(words.parties), set(words.audiences)] == [
        set(get_args(closed)) for closed in (Method, Party, Audience)
    ]
    assert set(words.changes) == {row.change for row in catalog.load().crosswalk}
    assert set(words.sources) == {row.source for row in catalog.load().crosswalk}
    assert set(words.models) == set(FAMILIES)
    for group in msgspec.structs.asdict(words).values():
        for text in group.values():
            assert text.en
            assert text.ja
            assert sorted(re.findall(r"\{(\w+)\}", text.en)) == sorted(re.findall(r"\{(\w+)\}", text.ja))


def test_every_sentence_is_said_somewhere() -> None:
    code = [Path(package.__path__[0]).rglob("*.py") for package in (render, export, cli)]
    places = [*chain(*code), *resources.folder("reports").glob("assessment.*")]
    text = "\n".join(place.read_text() for place in places)
    assert [key for key in load().say if not re.search(rf"[\"']{key}[\"']", text)] == []


def test_a_length_of_time_is_said_in_its_largest_fitting_unit() -> None:
    assert (span(59).en, span(7199).en, span(7200).en) == ("0 min", "119 min", "2 h")
    assert (span(172_799).en, span(172_800).en, span(90 * 86_400).ja) == ("47 h", "2 days", "90 日")


def test_a_sentence_does_not_fill_blanks_inside_of_the_values() -> None:
    assert say("title", name="{name}").en == "PCI DSS assessment of {name}"
