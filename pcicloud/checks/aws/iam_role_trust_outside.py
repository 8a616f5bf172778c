"""A role that another account takes must name that account's secret or organisation."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.iam_policy import account_of, condition_values, statements_of
from pcicloud.reading.resource_policy import principals

TIES = ("sts:ExternalId", "aws:PrincipalOrgID", "aws:PrincipalArn", "aws:MultiFactorAuthPresent")


@check(evidence="aws.iam_roles", when_none=not_applicable("there is no role"))
def iam_role_trust_outside(role: Json, env: Environment) -> Outcome:
    """A role that another account takes must name that account's secret or organisation.

    Why: else every customer of the same supplier, or everybody, can be led into this account.
    Fix: ask for `sts:ExternalId` or `aws:PrincipalOrgID` in the trust policy, and never trust `*`.
    Source: AWS IAM User Guide, "The confused deputy problem".
    """
    account = account_of(role["Arn"])
    outside: set[str] = set()
    for statement in statements_of(role["AssumeRolePolicyDocument"]):
        if statement["Effect"] != "Allow":
            continue
        names = {name for name in principals(statement) if _is_outside(name, account)}
        loose = {name for name in names if name == "*" or not any(condition_values(statement, tie) for tie in TIES)}
        if loose:
            return failed(f"{role['RoleName']} trusts {', '.join(sorted(loose))} without any further condition")
        outside |= names
    if not outside:
        return not_applicable("no other account takes the role")
    return passed(f"{role['RoleName']} trusts {', '.join(sorted(outside))} under a condition")


def _is_outside(principal: str, account: str | None) -> bool:
    of = account_of(principal)
    return principal == "*" or (of is not None and of != account)
