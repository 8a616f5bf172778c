"""Secrets must be encrypted with a key of the account."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.own_keys import is_of_aws


@check(
    evidence="aws.secrets",
    beside=("aws.kms_keys",),
    when_none=not_applicable("Secrets Manager holds no secret in this region"),
)
def secret_own_key(secret: Json, env: Environment, *, kms_keys: tuple[Json, ...]) -> Outcome:
    """Secrets must be encrypted with a key of the account.

    Why: AWS's own key can be used by every principal of the account, so it adds no second right to reading a secret.
    Fix: set KmsKeyId on the secret.
    Source: AWS Secrets Manager User Guide, "Secret encryption and decryption".
    """
    key = secret.get("KmsKeyId")
    if not key or is_of_aws(key, kms_keys):
        return failed(f"{secret['Name']} is encrypted with AWS's own key, a key of the account is required")
    return passed(f"{secret['Name']} is encrypted with a key of the account")
