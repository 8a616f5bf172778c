"""IAM users must choose long passwords."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(evidence="aws.iam_password_policy", when_none=failed("no password policy is set, so six characters are enough"))
def iam_password_length(policy: Json, env: Environment, *, length_min: int) -> Outcome:
    """IAM users must choose long passwords.

    Why: short passwords fall to guessing and to offline cracking within hours.
    Fix: set MinimumPasswordLength in the account's password policy (`pcicloud env apply` does).
    Source: AWS IAM API Reference, GetAccountPasswordPolicy.
    """
    length = policy["MinimumPasswordLength"]
    if length < length_min:
        return failed(f"{length} characters are enough, {length_min} are required")
    return passed(f"at least {length} characters are required")
