"""Buckets log who accessed what."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.aws_buckets import NOT_ASKED, writers_of_logs
from pcicloud.reading.resource_policy import receives_access_logs


@check(evidence="aws.s3_logging", beside=("aws.s3_policies",), when_none=not_applicable("there is no bucket"))
def s3_access_logging(body: Json, env: Environment, *, s3_policies: tuple[Json, ...]) -> Outcome:
    """Buckets log who accessed what.

    Why: who read a file with card data, or a log, can only be told from the access log.
    Fix: switch server access logging on, to a bucket of its own.
    Source: Amazon S3 User Guide, Logging requests with server access logging.
    """
    if receives_access_logs(writers_of_logs(body["Bucket"], s3_policies)):
        return not_applicable("it receives the access logs; logging its own access would never end")
    if "LoggingEnabled" not in body:
        return unknown(NOT_ASKED)
    target = (body["LoggingEnabled"] or {}).get("TargetBucket")
    if target == body["Bucket"]["Name"]:
        return failed("it logs into itself, where each delivery makes a new entry")
    return passed(f"access is logged to {target}") if target else failed("access to its objects isn't logged")
