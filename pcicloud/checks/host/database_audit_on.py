"""The database must log who read, wrote and changed what."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.postgresql import listed, settings

WANTED = ("read", "write", "ddl", "role")


@check(evidence="host.database", when_none=not_applicable("no database (PostgreSQL) is installed"))
def database_audit_on(body: Json, env: Environment) -> Outcome:
    """The database must log who read, wrote and changed what.

    Why: rows are where the cardholder data is; the host sees only that the database works.
    Fix: pgaudit in shared_preload_libraries and `pgaudit.log = 'read, write, ddl, role'`.
    Source: pgaudit documentation, pgaudit.log; PostgreSQL documentation, 20.11, shared_preload_libraries.
    """
    found = settings(body)
    if "pgaudit" not in listed(found.get("shared_preload_libraries", "")):
        return failed("pgaudit is not loaded (shared_preload_libraries)")
    classes = listed(found.get("pgaudit.log", ""))
    lacking = [name for name in WANTED if (name not in classes and "all" not in classes) or f"-{name}" in classes]
    if lacking:
        return failed(f"pgaudit.log leaves out {', '.join(lacking)}")
    return passed(f"pgaudit logs {', '.join(sorted(classes))}")
