"""Nobody may come to the database over the network in the clear."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.postgresql import ENCRYPTED, lines, unreadable


@check(evidence="host.database", when_none=not_applicable("no database (PostgreSQL) is installed"))
def database_encrypted_only(body: Json, env: Environment) -> Outcome:
    """Nobody may come to the database over the network in the clear.

    Why: that TLS is offered does not help a client that goes without.
    Fix: `hostssl` instead of `host` in pg_hba.conf.
    Source: PostgreSQL documentation, 21.1 The pg_hba.conf File.
    """
    if wrong := unreadable(body):
        return unknown(f"PostgreSQL can't read {wrong}")
    remote = [one for one in lines(body) if one.is_remote]
    clear = [one for one in remote if one.type not in ENCRYPTED]
    if clear:
        return failed(f"{clear[0]} lets somebody in without TLS")
    return passed(f"all {len(remote)} lines for the network want TLS" if remote else "nobody comes over the network")
