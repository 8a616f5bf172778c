"""An analyzer must look for access that nobody uses."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed

KINDS = {"ACCOUNT_UNUSED_ACCESS", "ORGANIZATION_UNUSED_ACCESS"}


@check(evidence="aws.access_analyzers", when_none=failed("no analyzer looks for unused access"), whole=True)
def access_analyzer_unused(analyzers: tuple[Json, ...], env: Environment, *, days_max: int) -> Outcome:
    """An analyzer must look for access that nobody uses.

    Why: rights that nobody uses are rights that nobody misses when they are taken away, except an attacker.
    Fix: make an IAM Access Analyzer of type ACCOUNT_UNUSED_ACCESS with the wanted age.
    Source: AWS IAM User Guide, "Findings for external, internal and unused access".
    """
    ages = [_age_days(item) for item in analyzers if item["type"] in KINDS and item["status"] == "ACTIVE"]
    if not ages:
        return failed("no active analyzer looks for unused access")
    if min(ages) > days_max:
        return failed(f"access counts as unused after {min(ages)} days, {days_max} days are the most")
    return passed(f"access counts as unused after {min(ages)} days")


def _age_days(analyzer: Json) -> int:
    return int(analyzer.get("configuration", {}).get("unusedAccess", {}).get("unusedAccessAge") or 90)
