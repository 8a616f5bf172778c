"""No file of the system may be writable by everybody."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.modes import told


@check(evidence="host.world_writable", when_none=failed("no files could be looked at"))
def world_writable(body: Json, env: Environment) -> Outcome:
    """No file of the system may be writable by everybody.

    Why: everybody could change what others, or root, run and read.
    Fix: `chmod o-w` the file; for a shared folder set the sticky bit.
    Source: chmod(1).
    """
    if body["found"]:
        return failed(told([f"{stat['path']} ({stat['type']}) has mode {stat['mode']}" for stat in body["found"]]))
    return passed("no file or folder of the system is writable by everybody")
