"""Backups lie in a locked vault."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.backup_vaults", when_none=failed("there is no backup vault"))
def backup_vault_locked(vault: Json, env: Environment) -> Outcome:
    """Backups lie in a locked vault.

    Why: blackmailers delete the backups before they encrypt the data.
    Fix: lock the vault with a least retention (PutBackupVaultLockConfiguration).
    Source: AWS Backup Developer Guide, AWS Backup Vault Lock.
    """
    if vault.get("BackupVaultName") in ("Default", "aws/efs/automatic-backup-vault") and not vault.get(
        "NumberOfRecoveryPoints"
    ):
        return not_applicable("AWS made this vault, and nothing is in it")
    if not vault.get("Locked"):
        return failed("the vault isn't locked, so its backups can be deleted")
    return passed(f"the vault is locked, backups stay for {vault.get('MinRetentionDays', 0)} days or more")
