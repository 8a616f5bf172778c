"""Stored logs must be readable for those who review them only."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.modes import loose, told


@check(evidence="host.log_store", when_none=not_applicable("this host stores no logs of others"))
def log_store_modes(body: Json, env: Environment) -> Outcome:
    """Stored logs must be readable for those who review them only.

    Why: they hold names, addresses and habits, and tell what an intruder would like to know.
    Fix: 0750 and 0640, root and a group of the reviewers.
    Source: pcicloud's role log_server; chmod(1).
    """
    found = [stat for stat in body["found"] if stat["type"] != "link"]
    wrong = loose(found, 0o640)
    wide = [stat for stat in found if stat["group"] in ("users", "nogroup", "sudo", "administrators")]
    wrong += [f"{stat['path']} is open to the group {stat['group']}, which is no group of reviewers" for stat in wide]
    if wrong:
        return failed(told(wrong))
    return passed(f"stored logs are open to root and {', '.join(sorted({stat['group'] for stat in found}))} only")
