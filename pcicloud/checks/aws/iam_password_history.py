"""IAM users must not take one of their last passwords again."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(evidence="aws.iam_password_policy", when_none=failed("no password policy is set, so any password may come back"))
def iam_password_history(policy: Json, env: Environment, *, passwords_min: int) -> Outcome:
    """IAM users must not take one of their last passwords again.

    Why: a password that leaked once would be good again after one change.
    Fix: set PasswordReusePrevention in the account's password policy.
    Source: AWS IAM API Reference, GetAccountPasswordPolicy.
    """
    remembered = policy.get("PasswordReusePrevention") or 0
    if remembered < passwords_min:
        return failed(f"{remembered} former passwords are refused, {passwords_min} are required")
    return passed(f"the last {remembered} passwords are refused")
