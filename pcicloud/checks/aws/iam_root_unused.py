"""The root user must not be used for daily work."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.credentials import is_root, time_of
from pcicloud.reading.moments import whole_days

USES = ("password_last_used", "access_key_1_last_used_date", "access_key_2_last_used_date")


@check(evidence="aws.iam_credential_report", when_none=unknown("the credential report has no line for the root user"))
def iam_root_unused(line: Json, env: Environment, *, days_min: int) -> Outcome:
    """The root user must not be used for daily work.

    Why: the root user is shared by nature; what it did can be laid to no person.
    Fix: work in roles, lock the root user's credentials away, and write down each use with its reason.
    Source: AWS IAM User Guide, "Generate credential reports".
    """
    if not is_root(line):
        return not_applicable("not the root user")
    used = [time for time in (time_of(line, column) for column in USES) if time]
    if not used:
        return passed("the root user was never used")
    days = min(whole_days(time, env.as_of) for time in used)
    if days < days_min:
        return failed(f"the root user was used {days} days ago; unused for {days_min} days is wanted")
    return passed(f"the root user was last used {days} days ago")
