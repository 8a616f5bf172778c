"""Denied API calls must set off an alarm."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.trail_alarms import api_call, ringing

CODES = ("AccessDenied", "Client.UnauthorizedOperation")


@check(
    evidence="aws.cloudtrail_alarms",
    when_none=failed("no multi-region trail sends its events to a log group, so no alarm can read them"),
    whole=True,
)
def alarm_on_denied_calls(watched: tuple[Json, ...], env: Environment) -> Outcome:
    """Denied API calls must set off an alarm.

    Why: somebody who tries out a stolen key meets denials first.
    Fix: filter the trail's log group for `$.errorCode` AccessDenied* and *UnauthorizedOperation, with an alarm.
    Source: AWS CloudTrail User Guide, "CloudTrail record contents" (errorCode).
    """
    silent = [code for code in CODES if not ringing({**api_call("ec2:RunInstances"), "errorCode": code}, watched)]
    if silent:
        return failed(f"no alarm rings on calls that end with {' or '.join(silent)}")
    return passed("an alarm rings on denied calls")
