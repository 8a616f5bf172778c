"""A trail must send its events to a log group as they come."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(evidence="aws.cloudtrail_trails", when_none=failed("the account has no trail"), whole=True)
def cloudtrail_to_log_group(trails: tuple[Json, ...], env: Environment) -> Outcome:
    """A trail must send its events to a log group as they come.

    Why: filters and alarms read the log group; files in a bucket wait until somebody opens them.
    Fix: set CloudWatchLogsLogGroupArn and CloudWatchLogsRoleArn on the multi-region trail.
    Source: AWS CloudTrail User Guide, "Sending events to CloudWatch Logs".
    """
    for body in trails:
        trail, status = body["Trail"], body["Status"]
        running = trail.get("IsMultiRegionTrail") and status.get("IsLogging")
        if running and trail.get("CloudWatchLogsLogGroupArn") and not status.get("LatestCloudWatchLogsDeliveryError"):
            return passed(f"{trail['Name']} sends its events to a log group")
    return failed("no multi-region trail that runs sends its events to a log group")
