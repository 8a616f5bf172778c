"""A key that is disabled or about to be deleted must protect nothing any more."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed

RETIRED = {"Disabled", "PendingDeletion", "PendingReplicaDeletion"}


@check(
    evidence="aws.kms_keys",
    when_none=not_applicable("there is no KMS key in this region"),
    beside=("aws.log_groups", "aws.secrets", "aws.sns_topics"),
)
def kms_key_retired_unused(
    key: Json,
    env: Environment,
    *,
    log_groups: tuple[Json, ...],
    secrets: tuple[Json, ...],
    sns_topics: tuple[Json, ...],
) -> Outcome:
    """A key that is disabled or about to be deleted must protect nothing any more.

    Why: a retired key must not encrypt new data, and what it still protects is lost when it is deleted.
    Fix: give the log group, secret or topic another key first; cancel the deletion until that is done.
    Source: AWS KMS Developer Guide, "Delete an AWS KMS key" (find out where it was used).
    """
    about = key["KeyMetadata"]
    if about.get("KeyManager") == "AWS" or about["KeyState"] not in RETIRED:
        return not_applicable(f"the key is not retired: it is in the state {about['KeyState']}")
    named = [(group["logGroupName"], group.get("kmsKeyId")) for group in log_groups]
    named += [(secret["Name"], secret.get("KmsKeyId")) for secret in secrets]
    named += [(topic["TopicArn"], topic.get("KmsMasterKeyId")) for topic in sns_topics]
    users = [name for name, key_name in named if key_name in (about["Arn"], about["KeyId"])]
    if users:
        return failed(f"the key is in the state {about['KeyState']}, but {', '.join(sorted(users)[:3])} still uses it")
    return passed(f"the key is in the state {about['KeyState']}; no log group, secret or topic uses it")
