"""The assessment as reports look at it: by chapter, and from requirement to finding to evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from pcicloud.model.assessment import Assessment, EvidenceRef, Finding, RequirementResult, Status
from pcicloud.model.outcome import Verdict

#: One sign a status, of one column in every terminal (East Asian Width N or Na), so that colour is never needed.
SYMBOLS = {
    Status.NOT_MET: "✗",
    Status.UNKNOWN: "?",
    Status.EXCEPTED: "!",
    Status.NEEDS_PERSON: "☐",
    Status.MET: "✓",
    Status.NOT_APPLICABLE: "-",
}
VERDICT_SYMBOLS = {Verdict.FAIL: "✗", Verdict.UNKNOWN: "?", Verdict.PASS: "✓", Verdict.NOT_APPLICABLE: "-"}
WORST_FIRST = tuple(VERDICT_SYMBOLS)


class View(msgspec.Struct, frozen=True, kw_only=True):
    """Ways into an assessment: its requirements by chapter, its findings and its evidence by id."""

    chapters: dict[str, tuple[RequirementResult, ...]]
    findings: dict[str, Finding]
    evidence: dict[str, EvidenceRef]

    def findings_of(self, requirement: RequirementResult) -> tuple[Finding, ...]:
        """The findings of a requirement, the worst verdict first, otherwise in the assessment's order."""
        found = (self.findings[name] for name in requirement.findings)
        return tuple(sorted(found, key=lambda finding: WORST_FIRST.index(finding.verdict)))

    def evidence_of(self, finding: Finding) -> tuple[EvidenceRef, ...]:
        """The evidence that a finding was read from, the main one first."""
        return tuple(self.evidence[name] for name in finding.evidence if name in self.evidence)


def view(assessment: Assessment) -> View:
    """The ways into an assessment; chapters and requirements stay in the assessment's order."""
    chapters: dict[str, list[RequirementResult]] = {}
    for requirement in assessment.requirements:
        chapters.setdefault(requirement.chapter, []).append(requirement)
    return View(
        chapters={chapter: tuple(results) for chapter, results in chapters.items()},
        findings={finding.id: finding for finding in assessment.findings},
        evidence={evidence.id: evidence for evidence in assessment.evidence},
    )


def counted(requirements: Iterable[RequirementResult]) -> dict[Status, int]:
    """How many of the requirements have each status, zero included."""
    counts = Counter(requirement.status for requirement in requirements)
    return {status: counts[status] for status in Status}


def of_status(assessment: Assessment, status: Status) -> tuple[RequirementResult, ...]:
    return tuple(requirement for requirement in assessment.requirements if requirement.status is status)


def params(finding: Finding) -> str:
    """The params of a finding's check as one line: `length_min=12`; empty where it has none."""
    return ", ".join(f"{name}={_value(value)}" for name, value in sorted(finding.params.items()))


def _value(value: str | int | bool | list[str]) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(value) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)
