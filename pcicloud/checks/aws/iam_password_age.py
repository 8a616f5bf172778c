"""IAM users must change their passwords in time."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(evidence="aws.iam_password_policy", when_none=failed("no password policy is set, so passwords never expire"))
def iam_password_age(policy: Json, env: Environment, *, days_max: int) -> Outcome:
    """IAM users must change their passwords in time.

    Why: a stolen password stays good until it is changed.
    Fix: set MaxPasswordAge in the account's password policy.
    Source: AWS IAM API Reference, GetAccountPasswordPolicy.
    """
    days = policy.get("MaxPasswordAge")
    if not days:
        return failed(f"passwords never expire, {days_max} days are the most")
    if days > days_max:
        return failed(f"passwords expire after {days} days, {days_max} days are the most")
    return passed(f"passwords expire after {days} days")
