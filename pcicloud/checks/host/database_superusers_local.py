"""Administrators of the database must not come over the network."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.postgresql import accounts, lines, unreadable


@check(evidence="host.database", when_none=not_applicable("no database (PostgreSQL) is installed"))
def database_superusers_local(body: Json, env: Environment) -> Outcome:
    """Administrators of the database must not come over the network.

    Why: they pass every grant and every audit rule; they enter by the host, where they are known by name.
    Fix: `host all postgres all reject` before all other lines of pg_hba.conf; no superuser in a group that may
      come.
    Source: PostgreSQL documentation, 21.1 The pg_hba.conf File; 22.2 Role Attributes.
    """
    if wrong := unreadable(body):
        return unknown(f"PostgreSQL can't read {wrong}")
    superusers = [one for one in accounts(body) if one.superuser and one.login]
    for account in superusers:
        for line in lines(body):
            if line.type == "local" or not line.fits(account):
                continue
            if line.is_remote:
                return failed(f"{line} lets the superuser {account.name} in")
            if line.method == "reject" and line.address == "all" and line.databases == ("all",) and line.type == "host":
                break
    return passed(f"none of {len(superusers)} superusers comes over the network")
