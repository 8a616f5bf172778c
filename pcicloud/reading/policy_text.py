"""Reads the text of AWS policies of every kind: statements, whom they name, which actions they speak of."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase

from pcicloud.model.outcome import Json

EVERYBODY = "*"


def listed(value: Json) -> list[str]:
    """A policy's value as a list: AWS writes one item without the list around it."""
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def statements_of(document: Json) -> list[Json]:
    """The statements of a policy, given as JSON text or already parsed; none where there is no policy."""
    parsed = json.loads(document) if isinstance(document, str) and document else document or {}
    found = parsed.get("Statement", [])
    return found if isinstance(found, list) else [found]


def principals(statement: Json) -> list[str]:
    """Everybody whom a statement names: `*`, ARNs, account ids, service names; `*` for all but some, too."""
    if "NotPrincipal" in statement:
        return [EVERYBODY]
    named = statement.get("Principal")
    if isinstance(named, dict):
        return [name for group in named.values() for name in listed(group)]
    return listed(named)


def account_of(principal: str) -> str | None:
    """The account of a principal, given as ARN or as account id; None where it names no account."""
    if principal.isdigit():
        return principal
    pieces = principal.split(":")
    return pieces[4] if principal.startswith("arn:") and len(pieces) > 5 and pieces[4].isdigit() else None


def matches(pattern: str, action: str) -> bool:
    """Whether an action pattern of a policy (`kms:*`, `*`) covers an action; case does not count."""
    return fnmatchcase(action.lower(), pattern.lower())


def covers(statement: Json, action: str) -> bool:
    """Whether a statement speaks of an action, by `Action` or by `NotAction`."""
    if "NotAction" in statement:
        return not any(matches(pattern, action) for pattern in listed(statement["NotAction"]))
    return any(matches(pattern, action) for pattern in listed(statement.get("Action")))
