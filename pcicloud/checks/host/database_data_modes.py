"""The data and the settings of the database must be closed."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.modes import loose, looser, told


@check(evidence="host.database", when_none=not_applicable("no database (PostgreSQL) is installed"))
def database_data_modes(body: Json, env: Environment) -> Outcome:
    """The data and the settings of the database must be closed.

    Why: who reads the files reads all rows, past every grant.
    Fix: 0700 for the data, 0640 at most for pg_hba.conf and conf.d, 0600 for .pgpass; postgres or root as owner.
    Source: PostgreSQL documentation, 19.2 Creating a Database Cluster; 34.16 The Password File.
    """
    found = body["files"]
    data = [stat for stat in found if stat["type"] == "folder" and stat["path"].startswith("/var/lib/")]
    passwords = [stat for stat in found if stat["path"].endswith("/.pgpass")]
    lists = [stat for stat in found if stat["path"].endswith(("/pg_hba.conf", "/pg_ident.conf"))]
    if not data:
        return unknown("the data are not where they are looked for")
    wrong = [reason for stat in data if (reason := looser(stat, 0o750, owners=("postgres",)))]
    wrong += loose(passwords, 0o600, owners=("postgres",)) + loose(lists, 0o640, owners=("postgres", "root"))
    wrong += loose(found, 0o777, owners=("postgres", "root"))
    wrong += [f"{one['path']} may be written by its group or all" for one in found if _is_written_by_others(one)]
    if wrong:
        return failed(told(wrong))
    return passed(f"{len(found)} files and folders of the database are closed")


def _is_written_by_others(stat: Json) -> bool:
    return stat["type"] != "link" and bool(int(stat["mode"], 8) & 0o022)
