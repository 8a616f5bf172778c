"""Hosts of an auto scaling group are replaced from the newest image at least once a month."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.autoscaling_groups", when_none=not_applicable("there is no auto scaling group"))
def autoscaling_instance_lifetime(group: Json, env: Environment, *, days_max: int) -> Outcome:
    """Hosts of an auto scaling group are replaced from the newest image at least once a month.

    Why: a group that starts hosts anew takes patches along without anybody having to remember.
    Fix: set MaxInstanceLifetime, and let the launch template take the newest image.
    Source: Amazon EC2 Auto Scaling User Guide, Replace Auto Scaling instances based on maximum instance lifetime.
    """
    lifetime_s = group.get("MaxInstanceLifetime", 0)
    if not lifetime_s:
        return failed(f"hosts live without an end, {days_max} days are the most")
    days = lifetime_s / 86400
    if days > days_max:
        return failed(f"hosts live for {days:.0f} days, {days_max} are the most")
    return passed(f"hosts are replaced after {days:.0f} days")
