"""Security Hub must gather the region's findings."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed, unknown


@check(evidence="aws.securityhub_hub", when_none=failed("Security Hub is off in this region"))
def securityhub_on(hub: Json, env: Environment) -> Outcome:
    """Security Hub must gather the region's findings.

    Why: findings that lie in seven consoles are read in none.
    Fix: enable Security Hub with AutoEnableControls, so that it also takes new controls.
    Source: AWS Security Hub API Reference, DescribeHub.
    """
    if "AutoEnableControls" not in hub:
        return unknown("Security Hub is on; AWS didn't say whether it takes new controls by itself")
    if not hub["AutoEnableControls"]:
        return failed("Security Hub is on, but new controls of its standards stay off")
    return passed("Security Hub is on and takes new controls by itself")
