"""Shared file systems are encrypted."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.efs_file_systems", when_none=not_applicable("there is no shared file system"))
def efs_encrypted(system: Json, env: Environment) -> Outcome:
    """Shared file systems are encrypted.

    Why: a shared file system is the disk of many hosts at once.
    Fix: create an encrypted file system and move the files; encryption can't be switched on later.
    Source: Amazon EFS User Guide, Data encryption in Amazon EFS.
    """
    return passed("it is encrypted") if system.get("Encrypted") else failed("it isn't encrypted")
