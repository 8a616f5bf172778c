"""Credentials of IAM users that nobody uses must be disabled in time."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.credentials import active_keys, has_password, is_root, time_of
from pcicloud.reading.moments import whole_days


@check(
    evidence="aws.iam_credential_report", when_none=not_applicable("there is no IAM user; people come through roles")
)
def iam_user_unused(line: Json, env: Environment, *, days_max: int) -> Outcome:
    """Credentials of IAM users that nobody uses must be disabled in time.

    Why: nobody notices when a forgotten account is taken over.
    Fix: delete the login profile, deactivate the access key, or delete the user.
    Source: AWS IAM User Guide, "Generate credential reports".
    """
    if is_root(line):
        return not_applicable("the root user is judged by aws.iam_root_unused")
    idle = _idle_days(line, env)
    if len(idle) < len(active_keys(line)) + has_password(line):
        return unknown(f"{line['user']}: the report doesn't say how old a credential is")
    if not idle:
        return not_applicable("the user has no credential that works")
    name, days = max(idle.items(), key=lambda item: item[1])
    if days > days_max:
        return failed(f"{line['user']}: the {name} is unused for {days} days, {days_max} days are the most")
    return passed(f"{line['user']}: no credential is unused for more than {days} days")


def _idle_days(line: Json, env: Environment) -> dict[str, int]:
    """The days for which each credential that works was not used; one never used counts from its making."""
    times = {}
    if has_password(line):
        times["password"] = time_of(line, "password_last_used", "password_last_changed", "user_creation_time")
    for key in active_keys(line):
        used, made = f"access_key_{key}_last_used_date", f"access_key_{key}_last_rotated"
        times[f"access key {key}"] = time_of(line, used, made, "user_creation_time")
    return {name: whole_days(time, env.as_of) for name, time in times.items() if time}
