"""A trail that runs must record every region."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(evidence="aws.cloudtrail_trails", when_none=failed("the account has no trail"), whole=True)
def cloudtrail_multi_region(trails: tuple[Json, ...], env: Environment) -> Outcome:
    """A trail that runs must record every region.

    Why: an attacker works in the region that nobody watches.
    Fix: make a trail with IsMultiRegionTrail and IncludeGlobalServiceEvents, and start its logging.
    Source: AWS CloudTrail User Guide, "Understanding multi-Region trails and opt-in Regions".
    """
    for body in trails:
        trail = body["Trail"]
        everywhere = trail.get("IsMultiRegionTrail") and trail.get("IncludeGlobalServiceEvents")
        if everywhere and body["Status"].get("IsLogging"):
            return passed(f"{trail['Name']} records every region and is running")
    return failed("no trail that runs records every region and the global services")
