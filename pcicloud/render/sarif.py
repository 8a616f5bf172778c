"""SARIF 2.1.0, for code scanning and security dashboards: a result for each requirement and for each finding."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec

from pcicloud.model.assessment import Assessment, EvidenceRef, Finding, RequirementResult, Status
from pcicloud.model.outcome import Verdict
from pcicloud.render import Language
from pcicloud.render._plain import plain
from pcicloud.render._view import params
from pcicloud.render._words import say, spoken

NAME = "sarif"
MEDIA_TYPE = "application/sarif+json"
FILE = "assessment.sarif"
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#: SARIF 2.1.0 section 3.27.9: what could not be decided is `open`, what a person decides is `review`.
KINDS = {
    Status.NOT_MET: "fail",
    Status.EXCEPTED: "fail",
    Status.UNKNOWN: "open",
    Status.NEEDS_PERSON: "review",
    Status.MET: "pass",
    Status.NOT_APPLICABLE: "notApplicable",
}
VERDICT_KINDS = {
    Verdict.FAIL: "fail",
    Verdict.UNKNOWN: "open",
    Verdict.PASS: "pass",
    Verdict.NOT_APPLICABLE: "notApplicable",
}
Object = dict[str, Any]


def render(assessment: Assessment, *, language: Language) -> bytes:
    """The log file with one run. Rules are the 280 requirements and the checks; a check's rule names what it serves.

    An exception suppresses a failed result and leaves its kind; each gap of the evidence is a warning of the run.
    """
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(assessment, language)]}
    return msgspec.json.format(msgspec.json.encode(log), indent=1) + b"\n"


def _run(assessment: Assessment, language: Language) -> Object:
    rules = {rule["id"]: rule for rule in _rules(assessment, language)}
    index = {name: number for number, name in enumerate(rules)}
    subject = assessment.environment
    excepted = _excepted(assessment)
    return {
        "tool": {"driver": _driver(assessment, list(rules.values()))},
        "automationDetails": {"id": f"pcicloud/{plain(subject.name)}/{plain(assessment.run)}"},
        "columnKind": "unicodeCodePoints",
        "language": language,
        "invocations": [_invocation(assessment)],
        "results": [
            *(_of_requirement(one, assessment, index, language) for one in assessment.requirements),
            *(_of_finding(one, index, excepted) for one in assessment.findings),
        ],
        "properties": {
            "schema": assessment.schema,
            "standard": assessment.standard,
            "catalogue": assessment.catalogue,
            "environment": msgspec.to_builtins(subject),
            "run": assessment.run,
            "asOf": _time(assessment.as_of),
            "summary": dict(sorted(assessment.summary.items())),
            "verdicts": dict(sorted(assessment.verdicts.items())),
            "evidence": [_evidence(one) for one in assessment.evidence],
            "note": spoken(say("indicated"), language),
        },
    }


def _driver(assessment: Assessment, rules: list[Object]) -> Object:
    name, _, version = assessment.tool.partition(" ")
    return {"name": name, "version": version or "0", "rules": rules}


def _rules(assessment: Assessment, language: Language) -> Iterator[Object]:
    number = {requirement.id: place for place, requirement in enumerate(assessment.requirements)}
    for requirement in assessment.requirements:
        yield {
            "id": requirement.id,
            "name": f"Requirement{requirement.id.replace('.', '_')}",
            "shortDescription": _message(spoken(requirement.title, language)),
            "help": _message(f"pcicloud why {requirement.id}"),
            "properties": {"tags": [assessment.standard, f"chapter {requirement.chapter}"]},
        }
    for check, requirements in _checks(assessment).items():
        served = ", ".join(requirements)
        yield {
            "id": check,
            "name": check.replace(".", "_"),
            "shortDescription": _message(f"{check}: {spoken(say('serves', ids=served), language)}"),
            "help": _message(f"pcicloud explain {check}"),
            "relationships": [
                {"target": {"id": one, "index": number[one]}, "kinds": ["relevant"]}
                for one in requirements
                if one in number
            ],
            "properties": {"tags": [assessment.standard, "check"]},
        }


def _checks(assessment: Assessment) -> dict[str, tuple[str, ...]]:
    """Each check that said something, sorted, with the requirements that it serves."""
    found: dict[str, dict[str, None]] = {}
    for finding in assessment.findings:
        found.setdefault(finding.check, {}).update(dict.fromkeys(finding.requirements))
    return {check: tuple(found[check]) for check in sorted(found)}


def _invocation(assessment: Assessment) -> Object:
    return {
        "executionSuccessful": True,
        "endTimeUtc": _time(assessment.as_of),
        "toolExecutionNotifications": [
            {
                "level": "warning",
                "message": _message(f"{one.collector} on {one.target}: {one.gap}"),
                "timeUtc": _time(one.collected_at),
            }
            for one in assessment.evidence
            if one.gap is not None
        ],
    }


def _of_requirement(
    requirement: RequirementResult, assessment: Assessment, index: dict[str, int], language: Language
) -> Object:
    name = assessment.environment.name
    text = f"{requirement.id} {spoken(requirement.title, language)}: {spoken(requirement.reason, language)}"
    excepted = requirement.status is Status.EXCEPTED
    return {
        **_judged(requirement.id, KINDS[requirement.status], index),
        "message": _message(text),
        "locations": [_place(name=name, whole=name, kind="environment")],
        "partialFingerprints": {"pcicloudRequirement/v1": requirement.id},
        "suppressions": [_suppression("; ".join(requirement.exceptions))] if excepted else [],
        "properties": {"status": requirement.status.value, "findings": list(requirement.findings)},
    }


def _of_finding(finding: Finding, index: dict[str, int], excepted: dict[str, str]) -> Object:
    reasons = [excepted[one] for one in finding.requirements if one in excepted]
    covered = finding.verdict is Verdict.FAIL and reasons and len(reasons) == len(finding.requirements)
    return {
        **_judged(finding.check, VERDICT_KINDS[finding.verdict], index),
        "message": _message(f"{finding.resource}: {finding.reason}"),
        "locations": [
            _place(
                name=finding.resource,
                whole=finding.target if finding.resource == finding.target else f"{finding.target}/{finding.resource}",
                kind="resource",
            )
        ],
        "partialFingerprints": {"pcicloudFinding/v1": finding.id},
        "suppressions": [_suppression("; ".join(reasons))] if covered else [],
        "properties": {
            "verdict": finding.verdict.value,
            "requirements": list(finding.requirements),
            "params": params(finding),
            "evidence": list(finding.evidence),
        },
    }


def _judged(rule: str, kind: str, index: dict[str, int]) -> Object:
    """Only a failed result has a level (SARIF 2.1.0 section 3.27.10)."""
    return {"ruleId": rule, "ruleIndex": index[rule], "kind": kind, "level": "error" if kind == "fail" else "none"}


def _excepted(assessment: Assessment) -> dict[str, str]:
    """The requirements whose every failed finding stands under an exception, with the exceptions' text."""
    return {one.id: "; ".join(one.exceptions) for one in assessment.requirements if one.status is Status.EXCEPTED}


def _suppression(justification: str) -> Object:
    return {"kind": "external", "status": "accepted", "justification": plain(justification)}


def _place(*, name: str, whole: str, kind: str) -> Object:
    return {"logicalLocations": [{"name": plain(name), "fullyQualifiedName": plain(whole), "kind": kind}]}


def _evidence(evidence: EvidenceRef) -> Object:
    return {
        "id": evidence.id,
        "collector": evidence.collector,
        "collectedAt": _time(evidence.collected_at),
        "population": evidence.population,
        "object": evidence.object,
    }


def _message(text: str) -> Object:
    """A message that can hold no placeholder and no link (SARIF 2.1.0 sections 3.11.5 and 3.11.6)."""
    return {"text": plain(text).replace("{", "{{").replace("}", "}}").replace("](", "] (")}


def _time(time: datetime) -> str:
    return f"{time.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
