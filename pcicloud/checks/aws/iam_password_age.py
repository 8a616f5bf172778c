"""IAM users whose password is their only factor must change it in time."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.credentials import has_password, has_second_factor, is_root


@check(
    evidence="aws.iam_credential_report",
    beside=("aws.iam_password_policy",),
    when_none=not_applicable("there is no IAM user; people come through roles"),
)
def iam_password_age(line: Json, env: Environment, *, iam_password_policy: tuple[Json, ...], days_max: int) -> Outcome:
    """IAM users whose password is their only factor must change it in time.

    Why: a stolen password stays good until it is changed.
    Fix: give the user a second factor, or set MaxPasswordAge in the account's password policy.
    Source: AWS IAM API Reference, GetAccountPasswordPolicy; AWS IAM User Guide, "Generate credential reports".
    """
    if is_root(line):
        return not_applicable("the root user is judged by aws.iam_root_mfa")
    if not has_password(line):
        return not_applicable("the user has no console password")
    if has_second_factor(line):
        return not_applicable("the password is not the user's only factor")
    days = next((policy.get("MaxPasswordAge") for policy in iam_password_policy), None)
    if not days:
        return failed(f"the password is the only factor and never expires, {days_max} days are the most")
    if days > days_max:
        return failed(f"the password is the only factor and expires after {days} days, {days_max} days are the most")
    return passed(f"the password is the only factor and expires after {days} days")
