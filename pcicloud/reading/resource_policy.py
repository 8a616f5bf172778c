"""Reads policies of buckets, keys, topics, endpoints and functions: who is let in, and under which conditions."""

from __future__ import annotations

from pcicloud.model.outcome import Json
from pcicloud.reading.policy_conditions import narrows_callers
from pcicloud.reading.policy_text import EVERYBODY, covers, listed, principals, statements_of

LOG_SERVICES = ("cloudtrail.", "config.", "delivery.logs.", "logging.s3.", "logdelivery.", "vpc-flow-logs.")
LOG_SERVICES_WITHOUT_OWN_KEY = ("logging.s3.", "logdelivery.")


def lets_everybody(statement: Json) -> bool:
    """Whether a statement lets in anybody at all; only a condition that names callers is one that keeps others out."""
    return statement["Effect"] == "Allow" and EVERYBODY in principals(statement) and not narrows_callers(statement)


def open_to_everybody(document: Json) -> list[str]:
    """The statements (their Sid, or their number from 1) that let in everybody whom no condition narrows."""
    return [
        str(statement.get("Sid") or number)
        for number, statement in enumerate(statements_of(document), start=1)
        if lets_everybody(statement)
    ]


def log_writers(policy: str | None) -> set[str]:
    """Which services (or AWS's own log delivery accounts) a bucket policy lets put logs into the bucket."""
    found: set[str] = set()
    for statement in statements_of(policy):
        if statement["Effect"] == "Allow" and covers(statement, "s3:PutObject"):
            found |= {name for name in principals(statement) if name.startswith(LOG_SERVICES)}
            if any("/AWSLogs/" in resource for resource in listed(statement.get("Resource"))):
                found |= {name for name in principals(statement) if name.endswith(":root")}
    return found


def receives_access_logs(writers: set[str]) -> bool:
    """Whether one of the writers is S3's own delivery of access logs."""
    return any(name.startswith("logging.s3.") for name in writers)


def takes_no_own_key(writers: set[str]) -> bool:
    """Whether one of the writers can't deliver into a bucket that encrypts with a key of one's own (AWS's limit)."""
    return any(name.startswith(LOG_SERVICES_WITHOUT_OWN_KEY) or name.endswith(":root") for name in writers)


def refuses_plain_http(statement: Json) -> bool:
    """Whether a statement denies everybody every action on all objects when the call doesn't come over TLS."""
    condition = statement.get("Condition", {})
    asked = {key.lower(): listed(value) for key, value in condition.get("Bool", {}).items()}
    return (
        statement["Effect"] == "Deny"
        and not {"NotPrincipal", "NotAction"} & set(statement)
        and EVERYBODY in principals(statement)
        and covers(statement, "s3:AnyAction")
        and any(_is_all_objects(resource) for resource in listed(statement.get("Resource")))
        and list(condition) == ["Bool"]
        and [value.lower() for value in asked.get("aws:securetransport", [])] == ["false"]
        and len(asked) == 1
    )


def _is_all_objects(resource: str) -> bool:
    bucket, slash, key = resource.rpartition(":::")[2].partition("/")
    return key == "*" if slash else bucket.endswith("*")
