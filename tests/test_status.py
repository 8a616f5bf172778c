"""Statuses: only a pass of a check that suffices, everywhere it should have looked, makes a procedure met."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from pcicloud import status
from pcicloud.model.assessment import Finding, ProcedureResult, Status, Text
from pcicloud.model.environment import Environment, StandingException
from pcicloud.model.outcome import Verdict
from pcicloud.model.requirement import CheckUse, Kind, Procedure, WantedEvidence
from pcicloud.status import Answer

CONFIGURATION: tuple[Kind, ...] = ("configuration",)


def finding(verdict: str, check: str = "aws.length", resource: str = "policy", target: str = "aws:1:global") -> Finding:
    return Finding(
        id=f"{check} {target} {resource}", check=check, params={}, target=target, resource=resource,
        verdict=Verdict(verdict), reason="so it is", evidence=("e",), requirements=("8.3.6",),
    )  # fmt: skip


def answer(*verdicts: str, check: str = "aws.length", sufficient: bool = True) -> Answer:
    use = CheckUse(uses=check, answers=("8.3.6",), sufficient=sufficient)
    return Answer(use=use, findings=tuple(finding(v, check, f"r{n}") for n, v in enumerate(verdicts)))


def result(
    *answers: Answer, kinds: tuple[Kind, ...] = CONFIGURATION, exceptions: Any = (), why_not: Text | None = None
) -> ProcedureResult:
    return status.of_procedure(wanting(*kinds), answers, exceptions, why_not)


def wanting(*kinds: Kind) -> Procedure:
    text = Text(en="it", ja="それ")
    evidence = tuple(WantedEvidence(kind=kind, what=text, source=text) for kind in kinds)
    return Procedure(id="8.3.6", does=text, evidence=evidence)


def test_a_sufficient_pass_alone_makes_it_met() -> None:
    said = result(answer("pass"))
    assert said.status is Status.MET
    assert said.reason.en == "1 check passed on 1 finding"


def test_a_pass_that_does_not_suffice_only_indicates() -> None:
    said = result(answer("pass", sufficient=False))
    assert said.status is Status.NEEDS_PERSON
    assert "indicates" in said.reason.en


def test_each_family_needs_a_sufficient_pass_of_its_own() -> None:
    host = answer("pass", check="host.length", sufficient=False)
    assert result(answer("pass"), host).status is Status.NEEDS_PERSON
    assert result(answer("pass"), answer("pass", check="host.length")).status is Status.MET


def test_a_sufficient_check_with_nothing_to_judge_is_no_pass() -> None:
    said = result(answer("not_applicable"), answer("pass", check="aws.other", sufficient=False))
    assert said.status is Status.NEEDS_PERSON


def test_a_check_that_looked_at_nothing_keeps_it_from_met() -> None:
    said = result(answer("pass"), answer(check="host.length"))
    assert said.status is Status.NEEDS_PERSON
    assert "host.length looked at nothing" in said.reason.en


def test_where_no_check_found_a_place_to_look_at_the_reason_says_so() -> None:
    said = result(answer(check="host.length"))
    assert said.status is Status.NEEDS_PERSON
    assert "host.length looked at nothing" in said.reason.en
    assert "a person must show: configuration" in said.reason.en


def test_only_checks_that_passed_are_counted() -> None:
    said = result(answer("pass", "pass"), answer("not_applicable", check="aws.other"))
    assert said.reason.en == "1 check passed on 2 findings"


def test_what_a_machine_cannot_read_a_person_must_show() -> None:
    said = result(answer("pass"), kinds=("configuration", "interview"))
    assert said.status is Status.NEEDS_PERSON
    assert said.reason.en.endswith("a person must show: interview")


@pytest.mark.parametrize(
    ("verdicts", "status_"),
    [
        (("pass", "unknown", "fail"), Status.NOT_MET),
        (("pass", "unknown"), Status.UNKNOWN),
        (("not_applicable",), Status.NEEDS_PERSON),
        (("pass", "not_applicable"), Status.MET),
    ],
)
def test_the_worst_finding_decides(verdicts: tuple[str, ...], status_: Status) -> None:
    assert result(answer(*verdicts)).status is status_


def test_what_does_not_apply_says_why() -> None:
    why_not = Text(en="merchants only", ja="加盟店のみ")
    assert result(answer("fail"), why_not=why_not).status is Status.NOT_APPLICABLE


def excused(**more: str) -> StandingException:
    return StandingException(requirement="8.3.6", reason="old", owner="sato", until=date(2027, 1, 1), **more)


@pytest.mark.parametrize(
    ("given", "status_"),
    [
        ({}, Status.EXCEPTED),
        ({"check": "aws.length", "target": "aws:1:global", "resource": "r0"}, Status.EXCEPTED),
        ({"check": "aws.other"}, Status.NOT_MET),
        ({"target": "host:web1"}, Status.NOT_MET),
        ({"resource": "r1"}, Status.NOT_MET),
    ],
)
def test_an_exception_covers_only_what_fits_all_that_it_names(given: dict[str, str], status_: Status) -> None:
    assert result(answer("fail"), exceptions=(excused(**given),)).status is status_


def test_an_exception_never_hides_what_was_not_seen() -> None:
    assert result(answer("fail", "unknown"), exceptions=(excused(),)).status is Status.UNKNOWN


def test_exceptions_of_other_requirements_or_ended_ones_do_not_stand() -> None:
    env = Environment(name="shop", model="aws", exceptions=(excused(),), as_of=datetime(2026, 11, 23, tzinfo=UTC))
    assert status.standing("8.3.6", env) == (excused(),)
    assert status.standing("8.3.7", env) == ()
