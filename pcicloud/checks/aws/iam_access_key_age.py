"""Access keys of IAM users must be changed in time."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.credentials import active_keys, is_root, time_of
from pcicloud.reading.moments import whole_days


@check(
    evidence="aws.iam_credential_report", when_none=not_applicable("there is no IAM user; people come through roles")
)
def iam_access_key_age(line: Json, env: Environment, *, days_max: int) -> Outcome:
    """Access keys of IAM users must be changed in time.

    Why: access keys end up in files, logs and repositories; an old one has had much time to leak.
    Fix: replace the key by a role where that can be done, else make a new key and delete the old one.
    Source: AWS IAM User Guide, "Generate credential reports" and "Update access keys".
    """
    if is_root(line):
        return not_applicable("the root user is judged by aws.iam_root_no_keys")
    made = {key: time_of(line, f"access_key_{key}_last_rotated", "user_creation_time") for key in active_keys(line)}
    ages = {key: whole_days(time, env.as_of) for key, time in made.items() if time}
    if len(ages) < len(made):
        return unknown(f"{line['user']}: the report doesn't say when an access key was made")
    if not ages:
        return not_applicable("the user has no access key that works")
    key, days = max(ages.items(), key=lambda item: item[1])
    if days > days_max:
        return failed(f"{line['user']}: access key {key} is {days} days old, {days_max} days are the most")
    return passed(f"{line['user']}: the oldest access key is {days} days old")
