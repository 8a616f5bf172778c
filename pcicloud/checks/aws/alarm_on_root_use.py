"""Each use of the root user must set off an alarm."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed
from pcicloud.reading.trail_alarms import ORDINARY, alarmed, api_call


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
    uses = {"what the root user reads": ORDINARY, "what the root user changes": api_call("tag:TagResources")}
    return alarmed({name: {**event, "userIdentity": {"type": "Root"}} for name, event in uses.items()}, watched)
