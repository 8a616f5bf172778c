"""Accounts must have no access to databases that nobody gave them."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.postgresql import asked


@check(evidence="host.database", when_none=not_applicable("no database (PostgreSQL) is installed"))
def database_public_rights(body: Json, env: Environment) -> Outcome:
    """Accounts must have no access to databases that nobody gave them.

    Why: PostgreSQL lets every account into every database unless somebody takes that back.
    Fix: `REVOKE ALL ON DATABASE name FROM PUBLIC`, then grant to the roles that need it.
    Source: PostgreSQL documentation, 5.7 Privileges (PUBLIC, CONNECT).
    """
    found = asked(body)["open_databases"]
    if found:
        return failed(f"every account may connect to {', '.join(found)}")
    return passed("who was given no access to a database has none")
