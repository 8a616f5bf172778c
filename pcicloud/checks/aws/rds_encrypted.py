"""Databases encrypt their storage, backups and logs."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.rds_instances", when_none=not_applicable("there is no database"))
def rds_encrypted(database: Json, env: Environment) -> Outcome:
    """Databases encrypt their storage, backups and logs.

    Why: the copy of a disk or a snapshot is worth nothing without the key, and the key's policy decides who reads
    it.
    Fix: restore an encrypted copy of a snapshot; encryption can't be switched on later.
    Source: Amazon RDS User Guide, Encrypting Amazon RDS resources.
    """
    return (
        passed("its storage is encrypted")
        if database.get("StorageEncrypted")
        else failed("its storage isn't encrypted")
    )
