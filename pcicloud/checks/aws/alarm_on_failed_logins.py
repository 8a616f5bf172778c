"""Failed logins to the console must set off an alarm."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.trail_alarms import ringing

FAILED_LOGIN = {
    "eventName": "ConsoleLogin",
    "eventSource": "signin.amazonaws.com",
    "eventType": "AwsConsoleSignIn",
    "errorMessage": "Failed authentication",
    "userIdentity": {"type": "IAMUser"},
    "responseElements": {"ConsoleLogin": "Failure"},
    "additionalEventData": {"MFAUsed": "No"},
}


@check(
    evidence="aws.cloudtrail_alarms",
    when_none=failed("no multi-region trail sends its events to a log group, so no alarm can read them"),
    whole=True,
)
def alarm_on_failed_logins(watched: tuple[Json, ...], env: Environment) -> Outcome:
    """Failed logins to the console must set off an alarm.

    Why: IAM locks no user out, so guessing goes on until somebody sees it.
    Fix: filter the trail's log group for ConsoleLogin with "Failed authentication", and put an alarm on the metric.
    Source: AWS CloudTrail User Guide, "AWS Management Console sign-in events".
    """
    alarm = ringing(FAILED_LOGIN, watched)
    if not alarm:
        return failed("no alarm rings on failed logins to the console")
    return passed(f"{alarm} rings on failed logins to the console")
