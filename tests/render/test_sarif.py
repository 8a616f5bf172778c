"""The SARIF log keeps to the closed part of SARIF 2.1.0 that is written down beside it, and every requirement is in it.

The description in `sarif_part.json` is our own and stricter than the standard's schema: an unknown key fails.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator

from pcicloud.model.assessment import Assessment, Status
from pcicloud.model.outcome import Verdict
from pcicloud.render.sarif import render
from tests.render.sample_assessment import MARKUP

PART = Draft202012Validator(json.loads((Path(__file__).parent / "sarif_part.json").read_text()))


def log(assessment: Assessment) -> Any:
    return json.loads(render(assessment, language="en"))


@pytest.fixture(scope="module")
def run(assessment: Assessment) -> Any:
    return log(assessment)["runs"][0]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_log_keeps_to_sarif(assessment: Assessment, language: Any) -> None:
    errors = list(PART.iter_errors(json.loads(render(assessment, language=language))))
    assert [(error.json_path, error.message) for error in errors] == []


@pytest.mark.parametrize(
    "break_it",
    [
        lambda run: run["results"][0].update(kind="passed"),
        lambda run: run["results"][0].pop("message"),
        lambda run: run["results"][0].update(level="error", kind="pass"),
        lambda run: run["results"][0].update(rule="8.3.6"),
        lambda run: run["tool"]["driver"].pop("name"),
        lambda run: run["invocations"][0].update(endTimeUtc="yesterday"),
    ],
)
def test_a_log_that_is_not_sarif_would_be_noticed(assessment: Assessment, break_it: Any) -> None:
    broken = log(assessment)
    break_it(broken["runs"][0])
    assert list(PART.iter_errors(broken))


def test_each_requirement_has_one_result_with_the_kind_of_its_status(run: Any, assessment: Assessment) -> None:
    kinds = {
        "not_met": "fail", "excepted": "fail", "unknown": "open", "needs_person": "review", "met": "pass",
        "not_applicable": "notApplicable",
    }  # fmt: skip
    found = {result["ruleId"]: result["kind"] for result in run["results"] if "status" in result["properties"]}
    assert found == {one.id: kinds[one.status] for one in assessment.requirements}
    assert len(found) == 280


def test_each_finding_has_one_result_that_names_its_resource_and_requirements(run: Any, assessment: Assessment) -> None:
    found = [result for result in run["results"] if "verdict" in result["properties"]]
    assert [one["partialFingerprints"]["pcicloudFinding/v1"] for one in found] == [
        one.id for one in assessment.findings
    ]
    for result, finding in zip(found, assessment.findings, strict=True):
        place = result["locations"][0]["logicalLocations"][0]
        assert place["fullyQualifiedName"].startswith(finding.target)
        assert result["properties"]["requirements"] == list(finding.requirements)
        assert result["properties"]["evidence"] == list(finding.evidence)
        assert (result["level"] == "error") == (finding.verdict is Verdict.FAIL)


def test_every_result_points_at_its_rule(run: Any) -> None:
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert len({rule["id"] for rule in rules}) == len(rules)


def test_what_stands_under_an_exception_is_suppressed_and_still_failed(run: Any, assessment: Assessment) -> None:
    excepted = {one.id for one in assessment.requirements if one.status is Status.EXCEPTED}
    suppressed = [result for result in run["results"] if result["suppressions"]]
    assert {result["kind"] for result in suppressed} == {"fail"}
    assert all("CISO, until 2027-01-31" in result["suppressions"][0]["justification"] for result in suppressed)
    assert {one for result in suppressed for one in result["properties"].get("requirements", [])} == excepted


def test_a_finding_that_also_fails_an_unexcepted_requirement_is_not_suppressed(assessment: Assessment) -> None:
    excepted = next(one for one in assessment.requirements if one.status is Status.EXCEPTED)
    shared = next(one for one in assessment.findings if one.id in excepted.findings and one.verdict is Verdict.FAIL)
    wider = msgspec.structs.replace(shared, requirements=(*shared.requirements, "1.2.1"))
    findings = tuple(wider if one.id == shared.id else one for one in assessment.findings)
    results = log(msgspec.structs.replace(assessment, findings=findings))["runs"][0]["results"]
    mine = next(one for one in results if one["partialFingerprints"].get("pcicloudFinding/v1") == shared.id)
    assert mine["suppressions"] == []


def test_a_gap_in_the_evidence_is_a_warning_of_the_run(run: Any, assessment: Assessment) -> None:
    told = [one["message"]["text"] for one in run["invocations"][0]["toolExecutionNotifications"]]
    gaps = [one for one in assessment.evidence if one.gap]
    assert gaps
    assert [one.gap in text for one, text in zip(gaps, told, strict=True)] == [True] * len(gaps)


def test_a_name_can_make_neither_a_placeholder_nor_a_link_in_a_message(run: Any) -> None:
    texts = [result["message"]["text"] for result in run["results"]]
    attacked = [text for text in texts if "[red]bucket" in text]
    assert attacked
    assert all("{{0}}" in text and "](" not in text for text in attacked)
    names = [one["locations"][0]["logicalLocations"][0]["name"] for one in run["results"]]
    assert MARKUP in names
