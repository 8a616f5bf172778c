"""The terminal's text fits into 80 columns, obeys no name that it shows, and ends with what to do next."""

from __future__ import annotations

import io
import re

import msgspec
import pytest
from rich.cells import cell_len

from pcicloud.model.assessment import Assessment, Finding, RequirementResult, Status
from pcicloud.model.outcome import Verdict
from pcicloud.render import Language
from pcicloud.render._plain import plain
from pcicloud.render._view import SYMBOLS, VERDICT_SYMBOLS
from pcicloud.render._words import load
from pcicloud.render.terminal import render, show
from tests.render.sample_assessment import BAD_NAMES, ESCAPE, MARKUP


def text(assessment: Assessment, language: Language = "en") -> str:
    return render(assessment, language=language).decode()


def flat(shown: str) -> str:
    return re.sub(r"\s+", " ", shown)


def only(assessment: Assessment, *statuses: Status) -> Assessment:
    """The assessment without the requirements of other statuses."""
    kept = tuple(one for one in assessment.requirements if one.status in statuses)
    return msgspec.structs.replace(assessment, requirements=kept)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_line_is_wider_than_80_columns_counting_japanese_as_two(assessment: Assessment, language: Language) -> None:
    assert [line for line in text(assessment, language).splitlines() if cell_len(line) > 80] == []


def test_every_sign_of_a_status_is_one_column_wide_everywhere() -> None:
    from unicodedata import east_asian_width

    signs = {*SYMBOLS.values(), *VERDICT_SYMBOLS.values()}
    assert {sign for sign in signs if east_asian_width(sign) not in ("N", "Na")} == set()
    assert len(set(SYMBOLS.values())) == len(Status)


def test_each_status_is_counted(assessment: Assessment) -> None:
    shown = flat(text(assessment))
    for status, count in assessment.summary.items():
        assert f"{SYMBOLS[Status(status)]} {count} {load().statuses[status].en}" in shown


def test_the_bar_is_80_signs_and_shows_even_a_single_failure(assessment: Assessment) -> None:
    good = tuple(one for one in assessment.requirements if one.status is not Status.NOT_MET)
    bad = next(one for one in assessment.requirements if one.status is Status.NOT_MET)
    lines = text(msgspec.structs.replace(assessment, requirements=(bad, *good))).splitlines()
    bar = next(line for line in lines if line.startswith(SYMBOLS[Status.NOT_MET] + SYMBOLS[Status.UNKNOWN]))
    assert len(bar) == 80
    assert bar.count(SYMBOLS[Status.NOT_MET]) == 1


def test_what_is_not_met_names_the_resource_and_the_reason(assessment: Assessment) -> None:
    shown = flat(text(assessment))
    failing = next(one for one in assessment.requirements if one.status is Status.NOT_MET)
    finding = next(one for one in assessment.findings if one.id in failing.findings and one.verdict is Verdict.FAIL)
    assert f"✗ {failing.id} {failing.title.en}" in shown
    assert f"✗ {plain(finding.resource)}: {finding.reason} ({finding.check})" in shown


def test_a_name_is_shown_literally_and_is_neither_markup_nor_an_escape(assessment: Assessment) -> None:
    finding = next(one for one in assessment.findings if one.verdict is Verdict.FAIL)
    attacked = msgspec.structs.replace(
        assessment, findings=tuple(named(one, finding.id, ESCAPE + MARKUP) for one in assessment.findings)
    )
    shown = text(attacked)
    assert r"\x1b[31mred\x1b]0;owned\x07[red]bucket[/red] :smile:" in flat(shown)
    assert "\x1b" not in shown


def named(finding: Finding, id_: str, name: str) -> Finding:
    return msgspec.structs.replace(finding, resource=name) if finding.id == id_ else finding


def test_a_terminal_gets_colour_but_no_escape_of_a_name(
    assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    stream = Terminal()
    show(assessment, language="en", stream=stream)
    escapes = set(re.findall(r"\x1b(?:\[[\d;]*m|.{0,6})", stream.getvalue()))
    assert "\x1b[1;31m" in escapes
    assert all(re.fullmatch(r"\x1b\[[\d;]*m", escape) for escape in escapes)


def test_no_color_is_obeyed(assessment: Assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("NO_COLOR", "1")
    stream = Terminal()
    show(assessment, language="en", stream=stream)
    assert not re.search(r"\x1b\[[\d;]*3\d", stream.getvalue())


def test_a_pipe_gets_no_escape(assessment: Assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    stream = io.StringIO()
    show(assessment, language="ja", stream=stream)
    assert "\x1b" not in stream.getvalue()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_an_ascii_stream_still_tells_every_status_from_the_others(assessment: Assessment, language: Language) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    show(assessment, language=language, stream=stream)
    stream.flush()
    signs = {"not_met": "x", "unknown": "?", "excepted": "!", "needs_person": "o", "met": "+", "not_applicable": "-"}
    listed = re.findall(r"(?<= )([x?!o+-])(A?\d+\.[\d.]+)", raw.getvalue().decode("ascii"))
    assert listed == [(signs[one.status], one.id) for one in assessment.requirements]


def test_unknown_is_grouped_by_its_reason(assessment: Assessment) -> None:
    unseen = [one for one in assessment.findings if one.verdict is Verdict.UNKNOWN]
    assert len({one.reason for one in unseen}) == 1
    assert f"? {len(unseen)} not seen: {unseen[0].reason}" in flat(text(assessment))


def test_many_reasons_become_a_number_and_a_command(assessment: Assessment) -> None:
    findings = tuple(
        msgspec.structs.replace(one, reason=f"reason {number}") if one.verdict is Verdict.UNKNOWN else one
        for number, one in enumerate(assessment.findings)
    )
    unknown = [one for one in assessment.requirements if one.status is Status.UNKNOWN]
    twice = (*unknown, *(msgspec.structs.replace(one, findings=(), reason=one.title) for one in unknown))
    shown = flat(text(msgspec.structs.replace(assessment, findings=findings, requirements=twice)))
    assert shown.count(" not seen: ") == 20
    assert f"{2 * len(unknown) - 20} more reasons: pcicloud check --format html" in shown


def test_many_findings_of_one_requirement_become_a_number_and_a_command() -> None:
    from tests.render.sample_assessment import sample

    many = sample(many=50)
    failing = next(one for one in many.requirements if one.status is Status.NOT_MET)
    fails = sum(one.verdict is Verdict.FAIL for one in many.findings if one.id in set(failing.findings))
    assert f"{fails - 4} more: pcicloud why {failing.id}" in flat(text(many))


@pytest.mark.parametrize(
    ("statuses", "command"),
    [
        ((Status.NOT_MET, Status.UNKNOWN, Status.MET), "pcicloud why 1.2.1"),
        ((Status.UNKNOWN, Status.MET), "pcicloud collect"),
        ((Status.MET, Status.NEEDS_PERSON), "pcicloud report"),
        ((), "pcicloud report"),
    ],
)
def test_the_last_line_is_the_next_command(assessment: Assessment, statuses: tuple[Status, ...], command: str) -> None:
    last = text(only(assessment, *statuses)).splitlines()[-1]
    assert last.startswith(f"Next: {command}  (")


def test_a_failing_requirement_without_findings_still_says_why(assessment: Assessment) -> None:
    def bare(one: RequirementResult) -> RequirementResult:
        return msgspec.structs.replace(one, findings=(), testing_procedures=())

    only_bad = only(assessment, Status.NOT_MET)
    stripped = msgspec.structs.replace(only_bad, requirements=tuple(bare(one) for one in only_bad.requirements))
    assert "findings failed, first aws.security_group_open" in flat(text(stripped))


def test_bad_names_of_the_environment_itself_are_harmless(assessment: Assessment) -> None:
    subject = msgspec.structs.replace(assessment.environment, name="".join(BAD_NAMES))
    shown = text(msgspec.structs.replace(assessment, environment=subject))
    assert "\x1b" not in shown
    assert "\u202e" not in shown
