"""Only root may read and write sudo's rules."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.modes import loose, told


@check(evidence="host.file_modes", when_none=failed("no files could be looked at"))
def sudo_modes(body: Json, env: Environment) -> Outcome:
    """Only root may read and write sudo's rules.

    Why: who writes them is root.
    Fix: root:root 0440.
    Source: sudo manual sudoers(5).
    """
    if not body["sudo"]:
        return not_applicable("sudo is not installed")
    found = loose(body["sudo"], 0o640)
    found = [reason for reason in found if not reason.startswith("/etc/sudoers.d has mode 0755")]
    if found:
        return failed(told(found))
    return passed(f"{len(body['sudo'])} files of sudo are root's")
