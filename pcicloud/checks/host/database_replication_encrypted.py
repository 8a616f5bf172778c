"""Copies of the database must travel encrypted, from a primary that proves who it is."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.postgresql import ENCRYPTED, asked, lines, unreadable


@check(evidence="host.database", when_none=not_applicable("no database (PostgreSQL) is installed"))
def database_replication_encrypted(body: Json, env: Environment) -> Outcome:
    """Copies of the database must travel encrypted, from a primary that proves who it is.

    Why: every row goes that way, and a false primary would be given a password.
    Fix: sslmode=verify-full in primary_conninfo; hostssl for replication in pg_hba.conf.
    Source: PostgreSQL documentation, 27.2.5 Streaming Replication; 34.19 SSL Support, sslmode.
    """
    said = asked(body)
    if said["replica"] or said["primary"]["named"]:
        mode = said["primary"]["sslmode"]
        if mode not in ("verify-full", "verify-ca"):
            return failed(f"sslmode of primary_conninfo is {mode or 'not set'}: the primary need not prove who it is")
        return passed(f"this replica follows by TLS, and the primary proves who it is ({mode})")
    plain = [one["name"] for one in said["replicas"] if not one["encrypted"]]
    if plain:
        return failed(f"{plain[0]} gets its copy in the clear")
    if wrong := unreadable(body):
        return unknown(f"PostgreSQL can't read {wrong}")
    wanted = [one for one in lines(body) if one.is_remote and "replication" in one.databases]
    clear = [one for one in wanted if one.type not in ENCRYPTED]
    if clear:
        return failed(f"{clear[0]} gives copies away without TLS")
    if not wanted:
        return not_applicable("the database has no replicas")
    return passed(f"{len(said['replicas'])} replicas follow now, by TLS, which all {len(wanted)} lines for them want")
