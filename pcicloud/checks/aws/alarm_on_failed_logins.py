"""Failed logins to the console must set off an alarm."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed
from pcicloud.reading.trail_alarms import alarmed

# PCI DSS 8.3.4 lets nobody try more often than this; where no user is locked out, somebody must be told by then.
LOGINS_MAX = 10
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

    Ten of them within 15 minutes, or fewer, must ring.

    Why: IAM locks no user out, so guessing goes on until somebody sees it.
    Fix: filter the trail's log group for ConsoleLogin with "Failed authentication", and put an alarm on the metric.
    Source: AWS CloudTrail User Guide, "AWS Management Console sign-in events".
    """
    return alarmed({"failed logins to the console": FAILED_LOGIN}, watched, times=LOGINS_MAX)
