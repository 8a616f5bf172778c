"""The database must be open to named addresses only."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.postgresql import lines, unreadable


@check(evidence="host.database", when_none=not_applicable("no database (PostgreSQL) is installed"))
def database_sources_narrow(body: Json, env: Environment) -> Outcome:
    """The database must be open to named addresses only.

    Why: who gets into the network has else the database before him.
    Fix: the addresses of the application servers, each with /32, in pg_hba.conf.
    Source: PostgreSQL documentation, 21.1 The pg_hba.conf File.
    """
    if wrong := unreadable(body):
        return unknown(f"PostgreSQL can't read {wrong}")
    remote = [one for one in lines(body) if one.is_remote]
    wide = [one for one in remote if one.names_everywhere]
    if wide:
        return failed(f"{wide[0]} lets in from every address")
    return passed(
        f"all {len(remote)} lines for the network name addresses" if remote else "nobody comes over the network"
    )
