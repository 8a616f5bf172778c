"""Each trail must make its log files provable."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(evidence="aws.cloudtrail_trails", when_none=failed("the account has no trail"))
def cloudtrail_validation(body: Json, env: Environment) -> Outcome:
    """Each trail must make its log files provable.

    Why: without signed digests nobody can tell whether a log file was changed or removed.
    Fix: set EnableLogFileValidation on the trail.
    Source: AWS CloudTrail User Guide, "Validating CloudTrail log file integrity".
    """
    trail = body["Trail"]
    if not trail.get("LogFileValidationEnabled"):
        return failed(f"{trail['Name']} writes no digests, so a changed log file cannot be found")
    return passed(f"{trail['Name']} signs digests of its log files")
