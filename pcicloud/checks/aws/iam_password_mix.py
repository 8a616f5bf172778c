"""IAM users' passwords must mix letters and digits."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(evidence="aws.iam_password_policy", when_none=failed("no password policy is set, so AWS's default rules decide"))
def iam_password_mix(policy: Json, env: Environment) -> Outcome:
    """IAM users' passwords must mix letters and digits.

    Why: a password of one kind of characters is found much sooner by guessing.
    Fix: set RequireNumbers, and RequireLowercaseCharacters or RequireUppercaseCharacters, in the password policy.
    Source: AWS IAM API Reference, GetAccountPasswordPolicy.
    """
    letters = policy.get("RequireLowercaseCharacters") or policy.get("RequireUppercaseCharacters")
    missing = [name for name, there in (("letter", letters), ("digit", policy.get("RequireNumbers"))) if not there]
    if missing:
        return failed(f"a password needs no {' and no '.join(missing)}; it must have both letters and digits")
    return passed("a password needs letters and digits")
