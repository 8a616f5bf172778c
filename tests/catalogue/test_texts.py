"""The texts are complete in both languages, of readable length, in our terms, and agree with the figures."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pcicloud import strict_yaml
from pcicloud.model.quantity import quantity
from tests.catalogue.texts import CATALOG, FOLDER, IDS, Said, said, whole_files

FACTS = Path(__file__).parent.parent / "facts"
FIGURES: dict[str, list[str]] = json.loads((FACTS / "figures.json").read_text())["figures"]
PERIODIC = {item["id"]: item for item in json.loads((FACTS / "periodic.json").read_text())["items"]}
CODES = {"DOC": "document", "INT": "interview", "OBS": "observation", "CFG": "configuration", "ACL": "access_list",
         "REC": "record", "TST": "test_result", "DIA": "diagram", "TRA": "risk_analysis", "TRN": "training",
         "AGR": "agreement", "SYS": "system_material"}  # fmt: skip
KINDS = json.loads((FACTS / "evidence_kinds.json").read_text())["by_requirement"]
#: Fewest and most letters, English then Japanese, by the place of a text in the file.
BOUNDS = {
    "title": ((15, 80), (4, 42)),
    "asks": ((120, 900), (60, 450)),
    "why": ((80, 450), (40, 230)),
    "later": ((20, 300), (10, 160)),
    "frequency.event": ((5, 120), (3, 70)),
    "how.private": ((80, 550), (40, 280)),
    "how.aws": ((80, 550), (40, 280)),
    "mistakes": ((30, 220), (15, 120)),
    "faq.q": ((15, 150), (8, 80)),
    "faq.a": ((40, 450), (20, 230)),
    "responsibility.private.provider": ((25, 320), (12, 170)),
    "responsibility.private.customer": ((25, 320), (12, 170)),
    "responsibility.aws.provider": ((25, 320), (12, 170)),
    "responsibility.aws.customer": ((25, 320), (12, 170)),
    "person.shows": ((25, 320), (12, 170)),
    "person.because": ((25, 320), (12, 170)),
    "procedures.does": ((50, 450), (25, 230)),
    "procedures.evidence.what": ((8, 200), (4, 110)),
    "procedures.evidence.source": ((5, 140), (2, 80)),
    "procedures.evidence.population": ((5, 140), (2, 80)),
}
PLACE = re.compile(r"\{[^{}]+\}")
ID = re.compile(r"(?<![\d.])(A[123]\.|\d{1,2}\.)\d{1,2}(\.\d{1,2}){0,3}(\.[a-f])?(?!\d)")
NAMES = re.compile(
    "|".join(line for line in (FACTS / "figures_in_names.txt").read_text().splitlines() if line and line[0] != "#")
)
SPELLED = re.compile(
    r"\b(one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|thirty|ninety)[- ](day|week|month|year|minute|hour|character|digit|attempt)s?\b",
    re.IGNORECASE,
)
PERIOD_WORDS = re.compile(r"\b(quarterly|annual(ly)?|yearly)\b|四半期|年次|毎年", re.IGNORECASE)
NEVER_EN = re.compile(r"\bshall\b|\bin place\b|utili[sz]e|leverage|\be\.g\.|\betc\.", re.IGNORECASE)
KANA_OR_KANJI = "\u3040-\u30fa\u30fc-\u30ff\u4e00-\u9fff"
GLUED = re.compile(rf"[{KANA_OR_KANJI}][A-Za-z0-9(]|[A-Za-z0-9)][{KANA_OR_KANJI}]")
FULL_WIDTH = re.compile(r"[（），．：；！？Ａ-Ｚａ-ｚ０-９]")
CARD_LIKE = re.compile(r"(?<!\d)(?:\d[ -]?){13,19}(?!\d)")


def places(texts: list[Said], wrong: re.Pattern[str], language: str, *, raw: bool = False) -> list[str]:
    """Where the pattern stands in a text of the language, with what it found."""
    found = []
    for text in texts:
        match = wrong.search(getattr(text.raw if raw else text.read, language))
        if match:
            found.append(f"{text.place}: {match[0]}")
    return found


@pytest.mark.parametrize("id_", IDS)
def test_each_text_is_of_a_readable_length_in_both_languages(id_: str) -> None:
    wrong = []
    for text in said(id_):
        for language, (least, most) in zip(("en", "ja"), BOUNDS[text.kind], strict=True):
            length = len(getattr(text.read, language))
            if not least <= length <= most:
                wrong.append(f"{text.place}.{language}: {length} letters, wanted {least} to {most}")
    assert wrong == []


@pytest.mark.parametrize("id_", IDS)
def test_each_requirement_has_two_to_four_mistakes_and_questions(id_: str) -> None:
    requirement = CATALOG.requirement(id_)
    assert 2 <= len(requirement.mistakes) <= 4
    assert 2 <= len(requirement.faq) <= 4
    assert all(question.q.en.endswith("?") and question.q.ja.endswith("か。") for question in requirement.faq)


@pytest.mark.parametrize("id_", IDS)
def test_who_answers_for_it_is_said_with_what_each_does(id_: str) -> None:
    responsibility = CATALOG.requirement(id_).responsibility
    for duty in (responsibility.private, responsibility.aws):
        assert (duty.provider is None) == (duty.who == "customer")
        assert duty.customer is not None or duty.who == "provider"


@pytest.mark.parametrize("id_", IDS)
def test_what_a_person_shows_is_said_unless_a_machine_can_see_all_of_it(id_: str) -> None:
    requirement = CATALOG.requirement(id_)
    machine = {"configuration", "access_list", "system_material"}
    alone = all(set(procedure.kinds) <= machine for procedure in requirement.procedures)
    enough = {answer for use in requirement.checks if use.sufficient for answer in use.answers}
    if not (alone and enough >= {procedure.id for procedure in requirement.procedures}):
        assert requirement.person


@pytest.mark.parametrize("id_", IDS)
def test_every_figure_stands_once_as_data_and_the_texts_take_it_from_there(id_: str) -> None:
    wrong = []
    for text in said(id_):
        for language in ("en", "ja"):
            bare = ID.sub("", NAMES.sub("", PLACE.sub(" ", getattr(text.raw, language))))
            wrong += [f"{text.place}.{language}: …{m[0]}…" for m in re.finditer(r".{0,12}\d.{0,12}", bare)]
    assert wrong == []
    assert places(said(id_), SPELLED, "en") == []


@pytest.mark.parametrize("id_", IDS)
def test_a_period_is_said_by_its_figure_where_the_standard_is_told(id_: str) -> None:
    texts = [text for text in said(id_) if text.kind in ("asks", "procedures.does")]
    for language in ("en", "ja"):
        assert places(texts, PERIOD_WORDS, language, raw=True) == []


@pytest.mark.parametrize("id_", IDS)
def test_the_figures_are_those_of_the_standard(id_: str) -> None:
    requirement, frequency = CATALOG.requirement(id_), CATALOG.requirement(id_).frequency
    periods = [frequency.every, frequency.within, frequency.keep] if frequency else []
    figures = {*requirement.numbers.values(), *(period for period in periods if period)}
    assert figures == set(FIGURES.get(id_, []))
    for figure in figures:
        assert quantity(figure).en == figure


@pytest.mark.parametrize("id_", IDS)
def test_every_figure_is_said_in_a_text(id_: str) -> None:
    requirement = CATALOG.requirement(id_)
    for name in requirement.numbers:
        for language in ("en", "ja"):
            assert any(f"{{{name}}}" in getattr(text.raw, language) for text in said(id_)), name


@pytest.mark.parametrize("id_", sorted(PERIODIC))
def test_the_frequency_is_that_of_the_standard(id_: str) -> None:
    fact, requirement = PERIODIC[id_], CATALOG.requirement(id_)
    frequency = requirement.frequency
    assert requirement.targeted_risk_analysis == fact["tra_decides"]
    if fact["interval"] == "by TRA":
        assert frequency is None or frequency.every is None
        return
    assert frequency is not None
    assert (frequency.on_change or frequency.event is not None) if fact["also_on_change"] else not frequency.on_change
    days = {1: "1 day", 7: "7 days", 31: "1 month", 90: "90 days", 92: "3 months", 184: "6 months", 366: "12 months"}
    said_ = {frequency.every, frequency.within, *requirement.numbers.values()}
    assert fact["max_days"] is None or days[fact["max_days"]] in said_
    months = {frequency.keep, *requirement.numbers.values()}
    assert fact["retain_months"] is None or f"{fact['retain_months']} months" in months


def test_only_what_the_standard_makes_periodic_has_an_interval() -> None:
    for requirement in CATALOG.requirements:
        if requirement.frequency and requirement.frequency.every:
            assert requirement.id in PERIODIC, requirement.id


@pytest.mark.parametrize("id_", IDS)
def test_what_counts_later_is_said_where_only_a_part_does(id_: str) -> None:
    requirement = CATALOG.requirement(id_)
    assert (requirement.later is not None) == (requirement.effective_scope == "bullet")


@pytest.mark.parametrize("id_", IDS)
def test_each_procedure_wants_the_kinds_of_evidence_of_the_reporting_template(id_: str) -> None:
    for procedure in CATALOG.requirement(id_).procedures:
        wanted = {CODES[code] for code in KINDS.get(id_, {}).get(procedure.id, [])}
        assert set(procedure.kinds) == wanted or (not wanted and procedure.evidence), procedure.id


@pytest.mark.parametrize("id_", IDS)
def test_a_population_says_whether_it_is_sampled(id_: str) -> None:
    for procedure in CATALOG.requirement(id_).procedures:
        for wanted in procedure.evidence:
            assert (wanted.population is None) == (wanted.sample is None), procedure.id
            for figure in (wanted.period, wanted.age_max):
                assert figure is None or quantity(figure).en == figure


@pytest.mark.parametrize("id_", IDS)
def test_english_is_plain(id_: str) -> None:
    texts = said(id_)
    assert places(texts, NEVER_EN, "en") == []
    assert places(texts, re.compile(r"[^ -~]"), "en") == []


@pytest.mark.parametrize("id_", IDS)
def test_japanese_is_set_as_japanese(id_: str) -> None:
    texts = said(id_)
    assert [text.place for text in texts if not re.search(f"[{KANA_OR_KANJI}]", text.read.ja)] == []
    assert places(texts, GLUED, "ja", raw=True) == []
    assert places(texts, FULL_WIDTH, "ja") == []


def avoided() -> list[tuple[str, str]]:
    return [(wrong, term.term.ja) for term in CATALOG.glossary for wrong in term.avoid]


@pytest.mark.parametrize(
    "path", [*whole_files(), FOLDER.parents[1] / "reports" / "words.yaml"], ids=lambda path: path.stem
)
def test_no_wrong_variant_of_a_term_is_written(path: Path) -> None:
    if path.name == "glossary.yaml":
        return
    text = strict_yaml.read(path)
    assert [f"{wrong}: write {right}" for wrong, right in avoided() if wrong in text] == []


@pytest.mark.parametrize("path", whole_files(), ids=lambda path: path.stem)
def test_no_text_holds_what_could_be_a_card_number(path: Path) -> None:
    assert CARD_LIKE.search(strict_yaml.read(path)) is None


def test_no_title_and_no_question_stands_twice() -> None:
    for language in ("en", "ja"):
        titles = [getattr(requirement.title, language) for requirement in CATALOG.requirements]
        asks = [getattr(requirement.asks, language) for requirement in CATALOG.requirements]
        why = [getattr(requirement.why, language) for requirement in CATALOG.requirements]
        for texts in (titles, asks, why):
            assert len(set(texts)) == 280


def test_the_wrong_variants_of_the_glossary_are_found_by_the_test_above() -> None:
    """A variant that is part of a right term would refuse right texts; one that is a right term, too, makes no sense."""
    right = {name for term in CATALOG.glossary for name in (term.term.ja, term.term.en, term.short, *term.also) if name}
    for wrong, instead in avoided():
        assert wrong not in right, wrong
        assert not any(wrong in name for name in right), (wrong, instead)
