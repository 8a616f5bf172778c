"""Each of the named API calls must set off an alarm."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.trail_alarms import api_call, ringing


@check(
    evidence="aws.cloudtrail_alarms",
    when_none=failed("no multi-region trail sends its events to a log group, so no alarm can read them"),
    whole=True,
)
def alarm_on_api_calls(watched: tuple[Json, ...], env: Environment, *, calls: list[str]) -> Outcome:
    """Each of the named API calls must set off an alarm.

    Why: a control that was weakened an hour ago must not be found in next month's review.
    Fix: put a metric filter for the call on the trail's log group, and an alarm with an action on its metric.
    Source: Amazon CloudWatch Logs User Guide, "Creating metrics from log events using filters".
    """
    silent = [call for call in calls if not ringing(api_call(call), watched)]
    if silent:
        return failed(f"no alarm rings on {', '.join(silent)}")
    return passed(f"an alarm rings on {', '.join(calls)}")
