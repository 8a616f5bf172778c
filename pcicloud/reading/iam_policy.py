"""Reads the policies of users, groups and roles: what they allow on every resource, and what a boundary takes away."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pcicloud.model.outcome import Json
from pcicloud.reading.policy_conditions import condition_values, narrows_resources
from pcicloud.reading.policy_text import covers, listed, matches, statements_of

ADMIN_POLICIES = {"AdministratorAccess", "IAMFullAccess", "PowerUserAccess"}
KINDS = {"iam": {"role", "user", "group", "policy"}, "kms": {"key"}, "secretsmanager": {"secret"}, "sts": {"role"}}
ALL_OF_A_KIND = re.compile(r"(?:([\w-]+)[/:])?[*?]*\*[*?]*")
# Who may do one of these to everybody gives himself every right by one or two more steps.
ESCALATING = (
    "iam:AddUserToGroup", "iam:AttachGroupPolicy", "iam:AttachRolePolicy", "iam:AttachUserPolicy",
    "iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:CreatePolicyVersion", "iam:PassRole", "iam:PutGroupPolicy",
    "iam:PutRolePolicy", "iam:PutUserPolicy", "iam:SetDefaultPolicyVersion", "iam:UpdateAssumeRolePolicy",
    "iam:UpdateLoginProfile", "sts:AssumeRole",
)  # fmt: skip
# Who may do one of these gets rid of the boundary, or of the log that would show what he did without it.
WAYS_OUT = (
    "cloudtrail:DeleteTrail", "cloudtrail:StopLogging", "iam:DeleteRolePermissionsBoundary",
    "iam:PutRolePermissionsBoundary",
)  # fmt: skip


def allowed_everywhere(documents: Iterable[Json], actions: Iterable[str]) -> list[str]:
    """Those of the actions that the policies together allow on every resource; a plain denial takes one away."""
    statements = [statement for document in documents for statement in statements_of(document)]
    return [action for action in actions if _allowed(statements, action)]


def allows_all(documents: Iterable[Json]) -> bool:
    """Whether one statement allows every action on every resource."""
    return any(
        _allows_everywhere(statement, "any-service:AnyAction")
        for document in documents
        for statement in statements_of(document)
    )


def _allowed(statements: list[Json], action: str) -> bool:
    allowed = any(_allows_everywhere(statement, action) for statement in statements)
    return allowed and not any(_denies_everywhere(statement, action) for statement in statements)


def _allows_everywhere(statement: Json, action: str) -> bool:
    if statement["Effect"] != "Allow" or not covers(statement, action) or narrows_resources(statement):
        return False
    service = action.partition(":")[0]
    return "NotResource" in statement or any(_is_all_of(service, name) for name in listed(statement.get("Resource")))


def _is_all_of(service: str, resource: str) -> bool:
    """Whether a resource pattern means all of a service's resources, be it by account and region: `arn:…:key/*`."""
    if not resource.strip("*?"):
        return True
    pieces = resource.split(":", 5)
    if len(pieces) < 3 or not matches(pieces[2], service):
        return False
    kind = ALL_OF_A_KIND.fullmatch(pieces[-1])
    return kind is not None and (kind[1] is None or kind[1] in KINDS.get(service, ()))


def _denies_everywhere(statement: Json, action: str) -> bool:
    """Whether a statement denies an action on everything, at most unless a certain boundary is set."""
    if statement["Effect"] != "Deny" or not covers(statement, action) or "*" not in listed(statement.get("Resource")):
        return False
    tests = sum(len(asked) for asked in (statement.get("Condition") or {}).values())
    return tests == len(condition_values(statement, "iam:PermissionsBoundary"))


def inline_documents(entity: Json) -> list[Json]:
    """The texts of the policies that are written into a user, a group or a role itself."""
    keys = ("UserPolicyList", "GroupPolicyList", "RolePolicyList")
    return [policy["PolicyDocument"] for key in keys for policy in entity.get(key, ())]


def attached_documents(entity: Json, policies: Iterable[Json]) -> list[Json]:
    """The texts of the account's own managed policies that a user, a group or a role has."""
    arns = {policy["PolicyArn"] for policy in entity.get("AttachedManagedPolicies", ())}
    return [default_document(policy) for policy in policies if policy["Arn"] in arns]


def of_aws(entity: Json) -> set[str]:
    """The names of AWS's own managed policies that a user, a group or a role has."""
    attached = entity.get("AttachedManagedPolicies", ())
    return {policy["PolicyName"] for policy in attached if is_of_aws(policy["PolicyArn"])}


def is_of_aws(policy_arn: str) -> bool:
    """Whether AWS wrote a managed policy."""
    return policy_arn.split(":")[4] == "aws"


def administrator_grant(entity: Json) -> str | None:
    """What makes a user, group or role an administrator of everything: the policy in words, or None."""
    for name in sorted(of_aws(entity) & ADMIN_POLICIES):
        return f"the policy {name} of AWS"
    return "an own policy that allows every action on everything" if allows_all(inline_documents(entity)) else None


def default_document(policy: Json) -> Json:
    """The text of a managed policy's version that is in force."""
    return next(version["Document"] for version in policy["PolicyVersionList"] if version["IsDefaultVersion"])


def boundary_arn(entity: Json) -> str | None:
    """The ARN of the policy that bounds a user or role, None where there is none."""
    return (entity.get("PermissionsBoundary") or {}).get("PermissionsBoundaryArn")


def document_at(policy_arn: str, policies: Iterable[Json]) -> Json:
    """The text of one of the account's own managed policies, None where it is not among them."""
    return next((default_document(policy) for policy in policies if policy["Arn"] == policy_arn), None)
