"""Every vault of AWS Backup, with its lock and its key."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(
    where="regional", permissions=("backup:ListBackupVaults",), shapes="backup:ListBackupVaults.BackupVaultList[]"
)
def backup_vaults(account: Account) -> Iterator[Seen]:
    """Every vault of AWS Backup, with its lock and its key."""
    for item in account.pages("backup", "ListBackupVaults", "BackupVaultList"):
        yield Seen(item["BackupVaultArn"], item)
