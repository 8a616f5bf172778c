"""Backup vaults encrypt with a key of one's own."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.own_keys import is_of_aws


@check(evidence="aws.backup_vaults", beside=("aws.kms_keys",), when_none=failed("there is no backup vault"))
def backup_vault_encrypted(vault: Json, env: Environment, *, kms_keys: tuple[Json, ...]) -> Outcome:
    """Backup vaults encrypt with a key of one's own.

    Why: who may read the backups must not be decided by who may read the vault alone.
    Fix: create a vault with an own key and copy the recovery points.
    Source: AWS Backup Developer Guide, Encryption for backups in AWS Backup.
    """
    if vault.get("BackupVaultName") in ("Default", "aws/efs/automatic-backup-vault") and not vault.get(
        "NumberOfRecoveryPoints"
    ):
        return not_applicable("AWS made this vault, and nothing is in it")
    key = vault.get("EncryptionKeyArn", "")
    if not key or vault.get("EncryptionKeyType") == "AWS_OWNED_KMS_KEY" or is_of_aws(key, kms_keys):
        return failed("the vault is encrypted with a key of AWS, not with an own one")
    return passed("the vault is encrypted with a KMS key")
