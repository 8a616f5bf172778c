"""A role that another account takes must name that account's secret or organisation."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.policy_conditions import demands, demands_claim
from pcicloud.reading.policy_text import account_of, principals, statements_of

WEB_LOGINS = {"accounts.google.com", "cognito-identity.amazonaws.com", "graph.facebook.com", "www.amazon.com"}
TIES = ("sts:externalid", "aws:principalorgid", "aws:principalarn", "aws:multifactorauthpresent")


@check(evidence="aws.iam_roles", when_none=not_applicable("there is no role"))
def iam_role_trust_outside(role: Json, env: Environment) -> Outcome:
    """A role that another account takes must name that account's secret or organisation.

    Why: else every customer of the same supplier, or everybody, can be led into this account.
    Fix: ask for `sts:ExternalId` or `aws:PrincipalOrgID` in the trust policy, and never trust `*`.
    A login service of the web knows millions of people: its roles must name whom by `sub`, `aud`, `amr` or the like.
    Source: AWS IAM User Guide, "The confused deputy problem".
    """
    account = account_of(role["Arn"])
    outside: set[str] = set()
    for statement in statements_of(role["AssumeRolePolicyDocument"]):
        if statement["Effect"] != "Allow":
            continue
        names = {name for name in principals(statement) if _is_outside(name, account)}
        loose = {name for name in names if name == "*" or not any(demands(statement, tie) for tie in TIES)}
        if loose:
            return failed(f"{role['RoleName']} trusts {', '.join(sorted(loose))} without any further condition")
        strangers = sorted(name for name in principals(statement) if _is_web_login(name))
        if strangers and not demands_claim(statement):
            return failed(f"{role['RoleName']} trusts everybody whom {strangers[0]} knows, without naming one")
        outside |= names | set(strangers)
    if not outside:
        return not_applicable("no other account takes the role")
    return passed(f"{role['RoleName']} trusts {', '.join(sorted(outside))} under a condition")


def _is_outside(principal: str, account: str | None) -> bool:
    of = account_of(principal)
    return principal == "*" or (of is not None and of != account)


def _is_web_login(principal: str) -> bool:
    """Whether a principal is a login service of the web: AWS names four by their domain, others by their provider."""
    return ":oidc-provider/" in principal or principal in WEB_LOGINS
