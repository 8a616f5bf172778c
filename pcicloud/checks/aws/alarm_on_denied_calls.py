"""Denied API calls must set off an alarm."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed
from pcicloud.reading.trail_alarms import alarmed, api_call

CODES = ("AccessDenied", "Client.UnauthorizedOperation")
# A single denial is everyday noise; a key that is tried out collects this many within minutes.
CALLS_MAX = 10


@check(
    evidence="aws.cloudtrail_alarms",
    when_none=failed("no multi-region trail sends its events to a log group, so no alarm can read them"),
    whole=True,
)
def alarm_on_denied_calls(watched: tuple[Json, ...], env: Environment) -> Outcome:
    """Denied API calls must set off an alarm.

    Ten of them within 15 minutes, or fewer, must ring.

    Why: somebody who tries out a stolen key meets denials first.
    Fix: filter the trail's log group for `$.errorCode` AccessDenied* and *UnauthorizedOperation, with an alarm.
    Source: AWS CloudTrail User Guide, "CloudTrail record contents" (errorCode).
    """
    denied = {f"calls that end with {code}": {**api_call("ec2:RunInstances"), "errorCode": code} for code in CODES}
    return alarmed(denied, watched, times=CALLS_MAX)
