"""Caches encrypt what they write to disk."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.elasticache_groups", when_none=not_applicable("there is no cache"))
def elasticache_encrypted(group: Json, env: Environment) -> Outcome:
    """Caches encrypt what they write to disk.

    Why: backups and swapped memory of a cache hold what the application thought was gone.
    Fix: create the group anew with AtRestEncryptionEnabled.
    Source: Amazon ElastiCache User Guide, At-rest encryption in ElastiCache.
    """
    return (
        passed("what is on disk is encrypted")
        if group.get("AtRestEncryptionEnabled")
        else failed("what is on disk isn't encrypted")
    )
