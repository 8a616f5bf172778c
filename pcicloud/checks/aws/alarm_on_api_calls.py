"""Each of the named API calls must set off an alarm."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed
from pcicloud.reading.trail_alarms import alarmed, api_call


@check(
    evidence="aws.cloudtrail_alarms",
    when_none=failed("no multi-region trail sends its events to a log group, so no alarm can read them"),
    whole=True,
)
def alarm_on_api_calls(watched: tuple[Json, ...], env: Environment, *, calls: list[str]) -> Outcome:
    """Each of the named API calls must set off an alarm.

    Why: a control that was weakened an hour ago must not be found in next month's review.
    Fix: put a metric filter for the call on the trail's log group, and an alarm on its metric that one event sets
        off within 15 minutes and that tells a topic.
    Source: Amazon CloudWatch Logs User Guide, "Creating metrics from log events using filters".
    """
    return alarmed({call: api_call(call) for call in calls}, watched)
