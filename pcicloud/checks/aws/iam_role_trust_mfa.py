"""A role that people of this account take must ask for a second factor."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.policy_conditions import demands
from pcicloud.reading.policy_text import account_of, principals, statements_of


@check(evidence="aws.iam_roles", when_none=not_applicable("there is no role"))
def iam_role_trust_mfa(role: Json, env: Environment) -> Outcome:
    """A role that people of this account take must ask for a second factor.

    Why: else one stolen password or access key opens the cardholder data environment.
    Fix: add the condition `Bool: {aws:MultiFactorAuthPresent: "true"}` to the role's trust policy.
    Source: AWS IAM User Guide, "Secure API access with MFA".
    """
    account = account_of(role["Arn"])
    open_to_people = [
        statement
        for statement in statements_of(role["AssumeRolePolicyDocument"])
        if statement["Effect"] == "Allow" and any(_is_people(name, account) for name in principals(statement))
    ]
    if not open_to_people:
        return not_applicable("no person of this account takes the role; services or another system of logins do")
    if not all(demands(statement, "aws:multifactorauthpresent") for statement in open_to_people):
        return failed(f"{role['RoleName']} can be taken without a second factor")
    return passed(f"{role['RoleName']} can be taken only with a second factor")


def _is_people(principal: str, account: str | None) -> bool:
    of_account = account_of(principal) == account
    return principal == "*" or (
        of_account and (principal.isdigit() or principal.split(":")[-1].startswith(("root", "user/")))
    )
