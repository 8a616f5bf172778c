"""Each trail must run and deliver without errors."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed

ERRORS = ("LatestDeliveryError", "LatestDigestDeliveryError", "LatestCloudWatchLogsDeliveryError")


@check(evidence="aws.cloudtrail_trails", when_none=failed("the account has no trail"))
def cloudtrail_running(body: Json, env: Environment) -> Outcome:
    """Each trail must run and deliver without errors.

    Why: a trail that was stopped, or that cannot write, looks the same as a quiet day.
    Fix: start the trail's logging; mend the policy of its bucket, key or role where delivery fails.
    Source: AWS CloudTrail API Reference, GetTrailStatus.
    """
    name, status = body["Trail"]["Name"], body["Status"]
    if not status.get("IsLogging"):
        return failed(f"{name} is stopped")
    errors = [f"{field}: {status[field]}" for field in ERRORS if status.get(field)]
    if errors:
        return failed(f"{name} cannot deliver ({'; '.join(errors)})")
    return passed(f"{name} runs and delivers")
