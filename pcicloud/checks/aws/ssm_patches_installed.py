"""Managed hosts must miss no critical patch."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown


@check(
    evidence="aws.ssm_patch_compliance",
    when_none=not_applicable("there is no host in this region"),
)
def ssm_patches_installed(summary: Json, env: Environment) -> Outcome:
    """Managed hosts must miss no critical patch.

    Why: Patch Manager counts a patch as missing once the baseline's time for it has passed.
    Fix: let Patch Manager install what is missing, then scan again.
    Source: AWS Systems Manager API Reference, ListResourceComplianceSummaries.
    """
    missing = (summary.get("NonCompliantSummary") or {}).get("SeveritySummary") or {}
    critical, high = missing.get("CriticalCount", 0), missing.get("HighCount", 0)
    if critical or high:
        return failed(f"{critical} critical and {high} high patches are missing, none may be")
    if missing.get("UnspecifiedCount") or (summary["Status"] != "COMPLIANT" and not any(missing.values())):
        return unknown("patches are missing whose severity the vendor doesn't tell")
    if summary["Status"] != "COMPLIANT":
        return passed("patches are missing, but none of high or critical severity")
    return passed("no patch is missing")
