"""Buckets of logs keep the old version of an object that is overwritten or deleted."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.aws_buckets import NOT_ASKED, writers_of_logs


@check(evidence="aws.s3_versioning", beside=("aws.s3_policies",), when_none=not_applicable("there is no bucket"))
def s3_log_versions(body: Json, env: Environment, *, s3_policies: tuple[Json, ...]) -> Outcome:
    """Buckets of logs keep the old version of an object that is overwritten or deleted.

    Why: an intruder's first wish is to rewrite the log.
    Fix: enable versioning of the bucket.
    Source: Amazon S3 User Guide, Retaining multiple versions of objects with S3 Versioning.
    """
    if not writers_of_logs(body["Bucket"], s3_policies):
        return not_applicable("no service writes logs into this bucket")
    if "Versioning" not in body:
        return unknown(NOT_ASKED)
    status = body["Versioning"].get("Status", "never switched on")
    return passed("old versions are kept") if status == "Enabled" else failed(f"versioning is {status}")
