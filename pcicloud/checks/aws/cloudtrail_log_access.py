"""Access to a trail's own log files must be recorded."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.trail_selectors import records_objects_of


@check(
    evidence="aws.cloudtrail_trails",
    when_none=failed("the account has no trail"),
    beside=("aws.cloudtrail_trails",),
)
def cloudtrail_log_access(body: Json, env: Environment, *, cloudtrail_trails: tuple[Json, ...]) -> Outcome:
    """Access to a trail's own log files must be recorded.

    Why: whoever reads or deletes audit logs leaves no trace in management events.
    Fix: select S3 data events, reads and writes, for the trail's bucket, in this trail or another that runs.
    Source: AWS CloudTrail User Guide, "Logging data events".
    """
    bucket = body["Trail"]["S3BucketName"]
    for other in cloudtrail_trails:
        if other["Status"].get("IsLogging") and records_objects_of(other["Selectors"], bucket):
            return passed(f"{other['Trail']['Name']} records each access to the objects of {bucket}")
    return failed(f"no trail that runs records reads and deletions of the log files in {bucket}")
