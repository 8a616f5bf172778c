"""Caches talk over TLS only."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.elasticache_groups", when_none=not_applicable("there is no cache"))
def elasticache_tls(group: Json, env: Environment) -> Outcome:
    """Caches talk over TLS only.

    Why: sessions and card data lie in caches, and every query carries the cache's password.
    Fix: set TransitEncryptionEnabled, and TransitEncryptionMode to required.
    Source: Amazon ElastiCache User Guide, ElastiCache in-transit encryption (TLS).
    """
    if not group.get("TransitEncryptionEnabled"):
        return failed("it talks without TLS")
    if group.get("TransitEncryptionMode") == "preferred":
        return failed("it also accepts connections without TLS")
    return passed("it talks over TLS only")
