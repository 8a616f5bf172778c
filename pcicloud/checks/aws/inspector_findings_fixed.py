"""Serious vulnerabilities must be gone in time."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.moments import whole_days


@check(
    evidence="aws.inspector_findings",
    when_none=passed("Inspector knows of no open vulnerability of high or critical severity"),
)
def inspector_findings_fixed(finding: Json, env: Environment, *, days_max: int, severities: list[str]) -> Outcome:
    """Serious vulnerabilities must be gone in time.

    Why: attack tools for serious vulnerabilities appear within days.
    Fix: install the fixed version that the finding names, then let Inspector scan again.
    Source: Amazon Inspector API Reference, ListFindings.
    """
    if finding["status"] != "ACTIVE" or finding["severity"] not in severities:
        return not_applicable(f"the finding is {finding['status'].lower()}, its severity {finding['severity'].lower()}")
    days = whole_days(finding["firstObservedAt"], env.as_of)
    name = finding.get("title") or finding["type"]
    if days > days_max:
        return failed(f"{name} has been open for {days} days, {days_max} days are the most")
    return passed(f"{name} has been open for {days} of {days_max} days")
