"""Buckets encrypt what they store with a key of one's own."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.aws_buckets import NOT_ASKED, writers_of_logs
from pcicloud.reading.own_keys import is_of_aws
from pcicloud.reading.resource_policy import takes_no_own_key


@check(evidence="aws.s3_encryption", beside=("aws.s3_policies",), when_none=not_applicable("there is no bucket"))
def s3_own_key(body: Json, env: Environment, *, s3_policies: tuple[Json, ...]) -> Outcome:
    """Buckets encrypt what they store with a key of one's own.

    Why: with an own KMS key, reading an object takes a right on the key, too, and each use of the key is logged.
    Fix: set the bucket's default encryption to aws:kms with an own key.
    Source: Amazon S3 User Guide, Using server-side encryption with AWS KMS keys; Enabling Amazon S3 server access
    logging.
    """
    if takes_no_own_key(writers_of_logs(body["Bucket"], s3_policies)):
        return not_applicable("AWS delivers logs of this kind only into buckets without an own key")
    if "ServerSideEncryptionConfiguration" not in body:
        return unknown(NOT_ASKED)
    rules = (body["ServerSideEncryptionConfiguration"] or {}).get("Rules", ())
    defaults = [rule.get("ApplyServerSideEncryptionByDefault", {}) for rule in rules]
    named = [item.get("KMSMasterKeyID", "") for item in defaults if item.get("SSEAlgorithm", "").startswith("aws:kms")]
    if any(name and not is_of_aws(name, ()) for name in named):
        return passed("objects are encrypted with a key of one's own")
    kind = next((item.get("SSEAlgorithm") for item in defaults), None)
    return failed(f"objects are encrypted with {kind or 'nothing by default'}, not with an own key")
