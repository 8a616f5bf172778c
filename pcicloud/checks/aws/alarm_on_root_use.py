"""Each use of the root user must set off an alarm."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.trail_alarms import ORDINARY, api_call, ringing


@check(
    evidence="aws.cloudtrail_alarms",
    when_none=failed("no multi-region trail sends its events to a log group, so no alarm can read them"),
    whole=True,
)
def alarm_on_root_use(watched: tuple[Json, ...], env: Environment) -> Outcome:
    """Each use of the root user must set off an alarm.

    Why: the root user is for emergencies; its use is either a planned exception or an attack.
    Fix: filter the trail's log group for `$.userIdentity.type = "Root"`, and put an alarm on the metric.
    Source: AWS CloudTrail User Guide, "CloudTrail userIdentity element".
    """
    uses = {"reads": ORDINARY, "changes": api_call("tag:TagResources")}
    silent = [kind for kind, event in uses.items() if not ringing({**event, "userIdentity": {"type": "Root"}}, watched)]
    if silent:
        return failed(f"no alarm rings when the root user {' or '.join(silent)} something")
    return passed("an alarm rings on each use of the root user")
