"""Tells which conditions of a policy's statement really limit it, and which only look as if they did.

Source: AWS IAM User Guide, "IAM JSON policy elements: Condition operators" and "AWS global condition context keys";
AWS KMS Developer Guide, "Condition keys for AWS KMS".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pcicloud.model.outcome import Json
from pcicloud.reading.policy_text import listed

EQUALITY = {"StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike"}
ACCOUNT_KEYS = {"aws:principalaccount", "aws:sourceaccount", "aws:sourceowner", "kms:calleraccount"}
ARN_KEYS = {"aws:principalarn", "aws:sourcearn"}
CALLER_KEYS = {
    *ACCOUNT_KEYS, *ARN_KEYS, "aws:principalorgid", "aws:principalorgpaths", "aws:sourceorgid", "aws:sourceorgpaths",
    "aws:sourcevpc", "aws:sourcevpce", "aws:userid",
}  # fmt: skip
OWNER_KEYS = {"aws:resourceaccount", "aws:resourceorgid"}
# A value of such a key names one account, organisation or secret, or it names none.
WHOLE_KEYS = {*CALLER_KEYS, *OWNER_KEYS, "sts:externalid"}
THROUGH_A_SERVICE_KEYS = {"kms:viaservice", "kms:grantisforawsresource"}
RESOURCE_KEYS = {
    *THROUGH_A_SERVICE_KEYS, "aws:calledvia", "iam:associatedresourcearn", "iam:passedtoservice",
    "iam:permissionsboundary", "iam:policyarn", "kms:requestalias", "kms:resourcealiases", "secretsmanager:secretid",
}  # fmt: skip
RESOURCE_KEY_STARTS = (
    "aws:resourcetag/", "iam:resourcetag/", "secretsmanager:resourcetag/", "kms:encryptioncontext:",
)  # fmt: skip
WHOLE_ACCOUNT = re.compile(r"\d{12}")
AWS_AS_AUDIENCE = "sts.amazonaws.com"
CLAIMS = {"amr", "app_id", "aud", "azp", "oaud", "sub"}
TRUTH_KEYS = {"aws:multifactorauthpresent", "kms:grantisforawsresource"}
# In a value of such a key only what comes after this sign may be left open: the session of a role, the units of an
# organisation.
OPEN_AFTER = {"aws:userid": ":", "aws:principalorgpaths": "/", "aws:sourceorgpaths": "/"}


def narrows_callers(statement: Json) -> bool:
    """Whether a condition ties a statement to an account, an organisation, a network or a caller that it names."""
    return any(
        key in CALLER_KEYS and operator in EQUALITY and all(_names_a_caller(key, value) for value in values)
        for operator, key, values in _tests(statement)
    )


def narrows_resources(statement: Json) -> bool:
    """Whether a condition ties a statement to some resources, or to what a service does with them for its caller.

    A second factor, a network, a time or an account does not: within them every resource is still meant.
    """
    return any(
        (key in RESOURCE_KEYS or key.startswith(RESOURCE_KEY_STARTS)) and _names_something(operator, key, values)
        for operator, key, values in _tests(statement)
    )


def only_through_a_service(statement: Json) -> bool:
    """Whether a key's use is allowed only to services that work for the caller, who never holds what is decrypted."""
    return any(
        key in THROUGH_A_SERVICE_KEYS and _names_something(operator, key, values)
        for operator, key, values in _tests(statement)
    )


def condition_values(statement: Json, key: str) -> list[tuple[str, list[str]]]:
    """The (operator, values) pairs that a statement's condition has for a key; case of the key does not count."""
    return [
        (operator, listed(value))
        for operator, asked in (statement.get("Condition") or {}).items()
        for name, value in asked.items()
        if name.lower() == key.lower()
    ]


def demands(statement: Json, key: str) -> bool:
    """Whether a statement holds only where a key, in lower case, has one of some values that the statement names.

    Of a key that says whether something is so, that value is true.
    """
    return any(
        _names_something(operator, name, values)
        and (key not in WHOLE_KEYS or all(_names_a_caller(name, value) for value in values))
        for operator, name, values in _tests(statement)
        if name == key
    )


def only_callers(statement: Json) -> list[str]:
    """The ARNs of the callers to whom a condition restricts a statement, none where it doesn't name each of them."""
    for operator, key, values in _tests(statement):
        if key == "aws:principalarn" and operator in EQUALITY and not any(set("*?") & set(value) for value in values):
            return values
    return []


def demands_claim(statement: Json) -> bool:
    """Whether a statement holds only for logins of the web with a claim (`…:sub`, `…:aud`) that it names.

    AWS itself as the audience names nobody: every login that is meant for AWS has it.
    """
    return any(
        key.rpartition(":")[2] in CLAIMS and _names_something(operator, key, values) and AWS_AS_AUDIENCE not in values
        for operator, key, values in _tests(statement)
    )


def _tests(statement: Json) -> Iterator[tuple[str, str, list[str]]]:
    """Each (operator, key in lower case, values) that fails where the key is missing, as one that limits must."""
    for operator, asked in (statement.get("Condition") or {}).items():
        quantifier, _, plain = operator.rpartition(":")
        if quantifier == "ForAllValues" or plain.endswith("IfExists"):
            continue
        for key, value in asked.items():
            yield plain, key.lower(), listed(value)


def _names_something(operator: str, key: str, values: list[str]) -> bool:
    if operator == "Bool" or key in TRUTH_KEYS:
        return operator in {"Bool", *EQUALITY} and [value.lower() for value in values] == ["true"]
    return operator in EQUALITY and bool(values) and all(value.strip("*?") for value in values)


def _names_a_caller(key: str, value: str) -> bool:
    if key in ACCOUNT_KEYS or key == "aws:resourceaccount":
        return WHOLE_ACCOUNT.fullmatch(value) is not None
    literal = re.split(r"[*?]", value, maxsplit=1)[0]
    if key in ARN_KEYS:
        pieces = literal.split(":", 5)
        in_account = len(pieces) == 6 and WHOLE_ACCOUNT.fullmatch(pieces[4]) is not None
        return in_account or (literal == value and len(pieces) == 6 and not pieces[4] and bool(pieces[5]))
    sign = OPEN_AFTER.get(key)
    return bool(value) and (literal == value or (sign is not None and bool(literal.partition(sign)[1])))
