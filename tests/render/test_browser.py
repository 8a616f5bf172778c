"""The page in a real browser: search, filters, languages, print and attacks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pcicloud.model.assessment import Assessment
from pcicloud.render._plain import plain
from pcicloud.render.html import render
from tests.render import chromium
from tests.render.sample_assessment import BAD_NAMES, sample

PROGRAM = chromium.installed()
pytestmark = [pytest.mark.browser, pytest.mark.skipif(PROGRAM is None, reason="no Chromium is installed")]
VISIBLE = "[...document.querySelectorAll('details.requirement')].filter(row => row.checkVisibility())"


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[chromium.Page]:
    assert PROGRAM is not None
    with chromium.page(PROGRAM, tmp_path_factory.mktemp("profile")) as page:
        page.look(width=1280, height=900)
        yield page


@pytest.fixture(scope="module")
def file(assessment: Assessment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "assessment.html"
    path.write_bytes(render(assessment, language="en"))
    return path


@pytest.fixture
def page(tab: chromium.Page, file: Path) -> chromium.Page:
    tab.open(file)
    return tab


def shown(page: chromium.Page, count: int) -> None:
    """Wait until the page says that it shows so many requirements, and see that it does."""
    page.until(f"document.querySelector('#count [lang=en]').textContent.startsWith('{count} of 280')")
    assert page.run(f"{VISIBLE}.length") == count


def test_the_page_opens_quietly_and_asks_nobody_for_anything(page: chromium.Page, file: Path) -> None:
    shown(page, 280)
    assert page.messages == []
    assert page.requests == [file.as_uri()]


def test_typing_an_id_leaves_the_requirement_and_those_below_it(page: chromium.Page) -> None:
    page.type("search", "8.3.10")
    shown(page, 2)
    assert page.run(f"{VISIBLE}.map(row => row.dataset.id)") == ["8.3.10", "8.3.10.1"]


def test_typing_words_finds_titles_in_both_languages_and_all_words_must_fit(page: chromium.Page) -> None:
    page.type("search", "PASSWORDS letters")
    page.until(f"{VISIBLE}.length < 20")
    assert "8.3.6" in page.run(f"{VISIBLE}.map(row => row.dataset.id)")
    page.run("document.getElementById('reset').click()")
    page.type("search", "パスワードの長さ")
    page.until(f"{VISIBLE}.length === 1")
    assert page.run(f"{VISIBLE}[0].dataset.id") == "8.3.6"


def test_a_search_that_fits_nothing_says_so(page: chromium.Page) -> None:
    page.type("search", "there is no such thing")
    shown(page, 0)
    assert page.run("document.getElementById('nothing').checkVisibility()")


def test_status_chapter_and_resource_narrow_together(page: chromium.Page, assessment: Assessment) -> None:
    wanted = [one for one in assessment.requirements if one.status == "not_met"]
    page.run("document.querySelector('input[value=not_met]').click()")
    shown(page, len(wanted))
    page.run(
        "const field = document.getElementById('chapter'); field.value = '8'; field.dispatchEvent(new Event('change'))"
    )
    of_8 = [one for one in wanted if one.chapter == "8"]
    shown(page, len(of_8))
    page.type("resource", "日本語のバケット")
    named = {one.id for one in assessment.findings if one.resource == "日本語のバケット"}
    shown(page, sum(bool(named & set(one.findings)) for one in of_8))


def test_an_open_requirement_lists_only_the_findings_of_the_resource_asked_for(page: chromium.Page) -> None:
    page.run("document.getElementById('r-1.4.4').open = true")
    page.type("resource", "日本語の")
    rows = (
        "[...document.getElementById('r-1.4.4').querySelectorAll('.findings tbody .name')].map(one => one.textContent)"
    )
    page.until(f"{rows}.length === 1")
    assert page.run(rows) == ["日本語のバケット"]


def test_the_keyboard_alone_is_enough(page: chromium.Page) -> None:
    for kind in ("rawKeyDown", "char", "keyUp"):
        page.call("Input.dispatchKeyEvent", type=kind, key="/", code="Slash", text="/" if kind == "char" else "")
    page.until("document.activeElement.id === 'search'")
    page.call("Input.insertText", text="8.3.6")
    shown(page, 1)
    page.call("Input.dispatchKeyEvent", type="rawKeyDown", key="Escape", code="Escape", windowsVirtualKeyCode=27)
    shown(page, 280)


def test_the_language_can_be_switched(page: chromium.Page) -> None:
    title = "document.querySelector('#r-8\\\\.3\\\\.6 .title').innerText"
    assert page.run(title) == "Passwords are long and mix letters with digits"
    page.run("document.getElementById('language-ja').click()")
    assert page.run(title) == "パスワードの長さと文字種"
    assert page.run("document.documentElement.lang") == "ja"
    assert page.run("document.getElementById('search').placeholder").startswith("8.3.6、")


def test_a_link_opens_its_requirement_even_when_the_filters_hid_it(page: chromium.Page) -> None:
    page.type("search", "8.3.6")
    shown(page, 1)
    page.run("location.hash = '#r-1.2.1'")
    shown(page, 280)
    assert page.run("document.getElementById('r-1.2.1').open")


def test_evidence_leads_back_to_the_requirements_that_rely_on_it(page: chromium.Page, assessment: Assessment) -> None:
    one = assessment.evidence[0]
    using = {finding.id for finding in assessment.findings if one.id in finding.evidence}
    page.run(f"document.querySelector('button[data-search^=\"{one.id[:16]}\"]').click()")
    shown(page, sum(bool(using & set(requirement.findings)) for requirement in assessment.requirements))


def test_rows_that_the_script_makes_lead_to_everything_that_their_finding_was_read_from(
    page: chromium.Page, assessment: Assessment
) -> None:
    findings = {finding.id: finding for finding in assessment.findings}
    requirement = next(
        one for one in assessment.requirements if one.findings and len(findings[one.findings[0]].evidence) == 2
    )
    node = f"document.getElementById('r-{requirement.id}')"
    page.run(f"{node}.open = true")
    page.until(f"{node}.querySelector('.slot-reason') !== null")
    links = f"[...{node}.querySelector('.proof').querySelectorAll('a')].map(one => one.hash)"
    assert page.run(links) == [f"#e-{name}" for name in findings[requirement.findings[0]].evidence]


def test_names_that_attack_are_text_in_the_rows_that_the_script_makes(page: chromium.Page, file: Path) -> None:
    page.run("document.getElementById('open-all').click()")
    page.until("document.getElementById('r-10.7.3').querySelector('.slot-reason') !== null")
    names = set(page.run("[...document.querySelectorAll('.findings .name')].map(one => one.textContent)"))
    assert {plain(name) for name in BAD_NAMES} <= names
    assert page.run("document.title") == "PCI DSS assessment of pay-tg 本番"
    assert page.run("document.querySelectorAll('img').length") == 0
    assert page.run("document.scripts.length") == 3
    assert (page.messages, page.requests) == ([], [file.as_uri()])


def test_the_policy_stops_a_script_that_got_into_the_markup_after_all(
    tab: chromium.Page, file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "broken.html"
    markup = "<script>document.title = 'owned'</script><img src='data:,' onerror=\"document.title = 'owned'\">"
    path.write_text(file.read_text().replace("</main>", markup + "</main>"))
    tab.open(path)
    tab.until("document.documentElement.classList.contains('js')")
    assert tab.run("document.title") == "PCI DSS assessment of pay-tg 本番"
    assert sum("Content Security Policy" in message for message in tab.messages) >= 2


def test_text_can_not_become_markup_by_script(page: chromium.Page) -> None:
    with pytest.raises(RuntimeError, match="TrustedHTML"):
        page.run("document.body.innerHTML = '<p>owned</p>'")


def test_thousands_of_findings_are_shown_in_portions(tab: chromium.Page, tmp_path: Path) -> None:
    path = tmp_path / "many.html"
    path.write_bytes(render(sample(many=150), language="en"))
    tab.open(path, anchor="#r-1.2.1")
    rows = "document.getElementById('r-1.2.1').querySelectorAll('.findings tbody tr').length"
    tab.until(f"{rows} === 100")
    tab.run("document.getElementById('r-1.2.1').querySelector('.rest button').click()")
    tab.until(f"{rows} === 600")
    tab.run("document.getElementById('r-1.2.1').querySelector('.rest button').click()")
    tab.until(f"{rows} === 900")
    assert tab.run("document.getElementById('r-1.2.1').querySelector('.rest') === null")


def test_all_280_are_printed_whatever_is_searched_for(page: chromium.Page) -> None:
    page.type("search", "8.3.6")
    shown(page, 1)
    page.call("Emulation.setEmulatedMedia", media="print")
    assert page.run(f"{VISIBLE}.length") == 280
    assert not page.run("document.getElementById('filters').checkVisibility()")
    page.look(width=1280, height=900)


def test_nothing_is_wider_than_a_phone(page: chromium.Page) -> None:
    page.look(width=360, height=740)
    page.run("document.getElementById('open-all').click()")
    assert page.run("document.documentElement.scrollWidth") == 360
    page.look(width=1280, height=900)


def test_without_script_the_page_shows_everything_and_offers_no_dead_control(tab: chromium.Page, file: Path) -> None:
    tab.scripts(on=False)
    try:
        tab.open(file)
        assert tab.run(f"{VISIBLE}.length") == 280
        assert not tab.run("document.getElementById('filters').checkVisibility()")
        assert tab.run("document.querySelector('#r-1\\\\.2\\\\.1 .findings tbody').rows.length") == 6
    finally:
        tab.scripts(on=True)
