"""Reads IAM policies and key policies: what they allow everywhere, to whom, and under which conditions."""

from __future__ import annotations

import json
from collections.abc import Iterable
from fnmatch import fnmatchcase

from pcicloud.model.outcome import Json
from pcicloud.reading.resource_policy import listed, principals

NARROWING_KEYS = {
    "aws:principalaccount", "aws:principalarn", "aws:principalorgid", "aws:principalorgpaths", "aws:resourceaccount",
    "aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths", "aws:sourceowner", "aws:sourcevpc",
    "aws:sourcevpce", "kms:calleraccount",
}  # fmt: skip
ADMIN_POLICIES = {"AdministratorAccess", "IAMFullAccess", "PowerUserAccess"}


def statements_of(document: Json) -> list[Json]:
    """The statements of a policy, given as JSON text or already parsed; none where there is no policy."""
    parsed = json.loads(document) if isinstance(document, str) and document else document or {}
    found = parsed.get("Statement", [])
    return found if isinstance(found, list) else [found]


def matches(pattern: str, action: str) -> bool:
    """Whether an action pattern of a policy (`kms:*`, `*`) covers an action; case does not count."""
    return fnmatchcase(action.lower(), pattern.lower())


def covers(statement: Json, action: str) -> bool:
    """Whether a statement speaks of an action, by `Action` or by `NotAction`."""
    if "NotAction" in statement:
        return not any(matches(pattern, action) for pattern in listed(statement["NotAction"]))
    return any(matches(pattern, action) for pattern in listed(statement.get("Action")))


def is_everywhere(statement: Json) -> bool:
    """Whether a statement holds for every resource and at any time: no narrower resource and no condition."""
    return ("*" in listed(statement.get("Resource")) or "NotResource" in statement) and not statement.get("Condition")


def allowed_everywhere(documents: Iterable[Json], actions: Iterable[str]) -> list[str]:
    """Those of the actions that the policies together allow on every resource; a plain denial takes one away."""
    statements = [statement for document in documents for statement in statements_of(document)]
    wide = [statement for statement in statements if is_everywhere(statement)]
    return [action for action in actions if _allowed(wide, action)]


def _allowed(wide: list[Json], action: str) -> bool:
    effects = {statement["Effect"] for statement in wide if covers(statement, action)}
    return effects == {"Allow"}


def allows_all(documents: Iterable[Json]) -> bool:
    """Whether one statement allows every action on every resource."""
    return any(
        statement["Effect"] == "Allow" and is_everywhere(statement) and covers(statement, "any-service:AnyAction")
        for document in documents
        for statement in statements_of(document)
    )


def inline_documents(entity: Json) -> list[Json]:
    """The texts of the policies that are written into a user, a group or a role itself."""
    keys = ("UserPolicyList", "GroupPolicyList", "RolePolicyList")
    return [policy["PolicyDocument"] for key in keys for policy in entity.get(key, ())]


def attached_names(entity: Json) -> list[str]:
    """The names of the managed policies of a user, a group or a role."""
    return [policy["PolicyName"] for policy in entity.get("AttachedManagedPolicies", ())]


def administrator_grant(entity: Json) -> str | None:
    """What makes a user, group or role an administrator of everything: the policy in words, or None."""
    for policy in entity.get("AttachedManagedPolicies", ()):
        if policy["PolicyArn"].split(":")[4] == "aws" and policy["PolicyName"] in ADMIN_POLICIES:
            return f"the policy {policy['PolicyName']} of AWS"
    return "an own policy that allows every action on everything" if allows_all(inline_documents(entity)) else None


def default_document(policy: Json) -> Json:
    """The text of a managed policy's version that is in force."""
    return next(version["Document"] for version in policy["PolicyVersionList"] if version["IsDefaultVersion"])


def is_narrowed(statement: Json) -> bool:
    """Whether a condition ties a statement to an account, an organisation, a network or a resource that it names."""
    for operator, asked in (statement.get("Condition") or {}).items():
        if "Not" in operator or operator.endswith("IfExists"):
            continue
        for key, value in asked.items():
            if key.lower() in NARROWING_KEYS and "*" not in listed(value):
                return True
    return False


def open_to_everybody(document: Json) -> list[str]:
    """The statements (their Sid, or their number from 1) that let in everybody whom no condition narrows."""
    found = []
    for number, statement in enumerate(statements_of(document), start=1):
        everybody = "*" in principals(statement) or "NotPrincipal" in statement
        if statement["Effect"] == "Allow" and everybody and not is_narrowed(statement):
            found.append(str(statement.get("Sid") or number))
    return found


def account_of(principal: str) -> str | None:
    """The account of a principal, given as ARN or as account id; None where it names no account."""
    if principal.isdigit():
        return principal
    pieces = principal.split(":")
    return pieces[4] if principal.startswith("arn:") and len(pieces) > 5 and pieces[4].isdigit() else None


def condition_values(statement: Json, key: str) -> list[tuple[str, list[str]]]:
    """The (operator, values) pairs that a statement's condition has for a key; case of the key does not count."""
    return [
        (operator, listed(value))
        for operator, asked in (statement.get("Condition") or {}).items()
        for name, value in asked.items()
        if name.lower() == key.lower()
    ]
