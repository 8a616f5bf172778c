"""The files of accounts and passwords must be closed."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed, unknown
from pcicloud.reading.modes import loose, told


@check(evidence="host.file_modes", when_none=failed("no files could be looked at"))
def account_file_modes(body: Json, env: Environment) -> Outcome:
    """The files of accounts and passwords must be closed.

    Why: who reads the hashes can crack them, who writes the files is root.
    Fix: root:root 0644 for passwd and group, root:shadow 0640 for shadow and gshadow.
    Source: shadow, passwd(5), shadow(5).
    """
    secret = [stat for stat in body["accounts"] if "shadow" in stat["path"] or "opasswd" in stat["path"]]
    public = [stat for stat in body["accounts"] if stat not in secret]
    found = loose(secret, 0o640) + loose(public, 0o644)
    if not secret or not public:
        return unknown("the files of accounts were not found")
    found += [
        f"{stat['path']} belongs to group {stat['group']}" for stat in secret if stat["group"] not in ("root", "shadow")
    ]
    if found:
        return failed(told(found))
    return passed(f"{len(body['accounts'])} files of accounts are closed")
