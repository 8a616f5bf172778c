"""Only root may change where the time comes from."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.modes import loose, told


@check(evidence="host.time", when_none=failed("nothing is known of the clock"))
def time_settings_protected(body: Json, env: Environment) -> Outcome:
    """Only root may change where the time comes from.

    Why: who changes the clock changes what every log says.
    Fix: `chown root:root` and take write access from group and others.
    Source: chrony.conf(5); timesyncd.conf(5).
    """
    found = loose(body["modes"], 0o755)
    if not body["modes"]:
        return failed("no settings of a time service are there")
    if found:
        return failed(told(found))
    return passed("only root may change the time's settings")
