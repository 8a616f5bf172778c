"""DynamoDB tables are encrypted with a key of one's own."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.own_keys import is_of_aws


@check(evidence="aws.dynamodb_tables", beside=("aws.kms_keys",), when_none=not_applicable("there is no DynamoDB table"))
def dynamodb_own_key(table: Json, env: Environment, *, kms_keys: tuple[Json, ...]) -> Outcome:
    """DynamoDB tables are encrypted with a key of one's own.

    Why: with AWS's own key, everybody with a right on the table reads it, and no key policy stands between.
    Fix: set the table's encryption to KMS with a customer managed key.
    Source: Amazon DynamoDB Developer Guide, DynamoDB encryption at rest.
    """
    encryption = table.get("SSEDescription", {})
    if encryption.get("SSEType") != "KMS" or encryption.get("Status") not in ("ENABLED", "UPDATING"):
        return failed("the table is encrypted with a key of AWS, not with an own one")
    if not encryption.get("KMSMasterKeyArn"):
        return unknown("AWS didn't say with which KMS key the table is encrypted")
    if is_of_aws(encryption["KMSMasterKeyArn"], kms_keys):
        return failed("the table is encrypted with the key that AWS manages for DynamoDB, not with an own one")
    return passed("the table is encrypted with an own KMS key")
