"""A multi-region trail must record all management events, reads and writes."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.trail_selectors import records_all_management_events


@check(evidence="aws.cloudtrail_trails", when_none=failed("the account has no trail"), whole=True)
def cloudtrail_management_events(trails: tuple[Json, ...], env: Environment) -> Outcome:
    """A multi-region trail must record all management events, reads and writes.

    Why: each action of an administrator, each denied call and each new or deleted resource is such an event.
    Fix: select management events with ReadWriteType All and leave out no event source.
    Source: AWS CloudTrail API Reference, GetEventSelectors.
    """
    for body in trails:
        running = body["Trail"].get("IsMultiRegionTrail") and body["Status"].get("IsLogging")
        if running and records_all_management_events(body["Selectors"]):
            return passed(f"{body['Trail']['Name']} records all management events of all regions")
    return failed("no multi-region trail that runs records all management events")
