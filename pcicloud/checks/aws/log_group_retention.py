"""Log groups must keep their events long enough."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(evidence="aws.log_groups", when_none=failed("there is no log group in this region, so nothing is kept"))
def log_group_retention(group: Json, env: Environment, *, days_min: int) -> Outcome:
    """Log groups must keep their events long enough.

    Why: a breach is often found many months after it began, and the first traces count most.
    Fix: set the log group's retention to at least the wanted days.
    Source: Amazon CloudWatch Logs API Reference, LogGroup (retentionInDays; absent: events never expire).
    """
    days = group.get("retentionInDays")
    if days is None:
        return passed("events never expire")
    if days < days_min:
        return failed(f"events are kept for {days} days, {days_min} days are the least")
    return passed(f"events are kept for {days} days")
