"""A console login without a second factor must set off an alarm."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed
from pcicloud.reading.trail_alarms import alarmed

LOGIN = {
    "eventName": "ConsoleLogin",
    "eventSource": "signin.amazonaws.com",
    "eventType": "AwsConsoleSignIn",
    "userIdentity": {"type": "IAMUser"},
    "responseElements": {"ConsoleLogin": "Success"},
    "additionalEventData": {"MFAUsed": "No"},
}


@check(
    evidence="aws.cloudtrail_alarms",
    when_none=failed("no multi-region trail sends its events to a log group, so no alarm can read them"),
    whole=True,
)
def alarm_on_login_without_mfa(watched: tuple[Json, ...], env: Environment) -> Outcome:
    """A console login without a second factor must set off an alarm.

    Why: it shows the one user whom the rule has missed.
    Fix: filter the trail's log group for ConsoleLogin with `$.additionalEventData.MFAUsed != "Yes"`, with an alarm.
    Source: AWS CloudTrail User Guide, "AWS Management Console sign-in events".
    """
    return alarmed({"a console login without a second factor": LOGIN}, watched)
