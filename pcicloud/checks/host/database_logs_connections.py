"""The database must log who comes and goes."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.postgresql import is_on, settings


@check(evidence="host.database", when_none=not_applicable("no database (PostgreSQL) is installed"))
def database_logs_connections(body: Json, env: Environment) -> Outcome:
    """The database must log who comes and goes.

    Why: a login that should not be is else seen by nobody.
    Fix: `log_connections = on` and `log_disconnections = on`.
    Source: PostgreSQL documentation, 20.8, log_connections, log_disconnections.
    """
    found = settings(body)
    off = [name for name in ("log_connections", "log_disconnections") if not is_on(found, name)]
    if off:
        return failed(f"{', '.join(off)} off: who comes and goes is not logged")
    return passed("who comes and goes is logged")
