"""Security Hub must check the account against the named standard."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(evidence="aws.securityhub_standards", when_none=failed("Security Hub checks against no standard"), whole=True)
def securityhub_standard(standards: tuple[Json, ...], env: Environment, *, standard: str) -> Outcome:
    """Security Hub must check the account against the named standard.

    Why: it sees a new resource that breaks the configuration standard within hours.
    Fix: enable the standard in Security Hub.
    Source: AWS Security Hub API Reference, GetEnabledStandards.
    """
    found = [item for item in standards if item["StandardsArn"].endswith(standard)]
    if not found:
        return failed(f"Security Hub does not check against {standard}")
    status = found[0]["StandardsStatus"]
    if status in ("FAILED", "DELETING"):
        return failed(f"Security Hub's checks against {standard} are in the state {status}")
    return passed(f"Security Hub checks against {standard} ({status})")
