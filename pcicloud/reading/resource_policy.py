"""Reads policies of buckets, endpoints and functions: who is let in, and under which conditions."""

from __future__ import annotations

import json

from pcicloud.model.outcome import Json

LOG_SERVICES = ("cloudtrail.", "config.", "delivery.logs.", "logging.s3.", "logdelivery.", "vpc-flow-logs.")
LOG_SERVICES_WITHOUT_OWN_KEY = ("logging.s3.", "logdelivery.")


def listed(value: Json) -> list[str]:
    """A policy's value as a list: AWS writes one item without the list around it."""
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def statements(policy: str | None) -> list[Json]:
    """The statements of a policy's JSON text; none where there is no policy."""
    found = json.loads(policy).get("Statement", []) if policy else []
    return found if isinstance(found, list) else [found]


def principals(statement: Json) -> list[str]:
    """Everybody whom a statement names: `*`, ARNs, account ids, service names."""
    named = statement.get("Principal")
    if isinstance(named, dict):
        return [name for group in named.values() for name in listed(group)]
    return listed(named)


def lets_everybody(statement: Json) -> bool:
    """Whether a statement allows anybody at all, without a condition."""
    open_to_all = "*" in principals(statement) or "NotPrincipal" in statement
    return statement["Effect"] == "Allow" and open_to_all and not statement.get("Condition")


def log_writers(policy: str | None) -> set[str]:
    """Which services (or AWS's own log delivery accounts) a bucket policy lets put logs into the bucket."""
    found: set[str] = set()
    for statement in statements(policy):
        if statement["Effect"] == "Allow" and {"s3:PutObject", "s3:*"} & set(listed(statement.get("Action"))):
            found |= {name for name in principals(statement) if name.startswith(LOG_SERVICES)}
            if any("/AWSLogs/" in resource for resource in listed(statement.get("Resource"))):
                found |= {name for name in principals(statement) if name.endswith(":root")}
    return found


def takes_no_own_key(writers: set[str]) -> bool:
    """Whether one of the writers can't deliver into a bucket that encrypts with a key of one's own (AWS's limit)."""
    return any(name.startswith(LOG_SERVICES_WITHOUT_OWN_KEY) or name.endswith(":root") for name in writers)


def refuses_plain_http(statement: Json) -> bool:
    """Whether a statement denies everybody every action on the objects when the call doesn't come over TLS."""
    condition = statement.get("Condition", {})
    asked = {key.lower(): listed(value) for key, value in condition.get("Bool", {}).items()}
    everything = any(resource == "*" or resource.endswith("/*") for resource in listed(statement.get("Resource")))
    return (
        statement["Effect"] == "Deny"
        and principals(statement) == ["*"]
        and bool({"s3:*", "*"} & set(listed(statement.get("Action"))))
        and everything
        and list(condition) == ["Bool"]
        and [value.lower() for value in asked.get("aws:securetransport", [])] == ["false"]
        and len(asked) == 1
    )
