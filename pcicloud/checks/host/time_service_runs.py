"""A service that keeps the clock right must run."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed
from pcicloud.reading.units import runs


@check(evidence="host.services", when_none=failed("no list of services could be read"))
def time_service_runs(body: Json, env: Environment) -> Outcome:
    """A service that keeps the clock right must run.

    Why: logs of machines with different clocks can't be put in order.
    Fix: `systemctl enable --now chrony`.
    Source: chronyd(8); systemd-timesyncd(8).
    """
    return runs(
        body, "chrony.service", "chronyd.service", "systemd-timesyncd.service", "ntpsec.service", what="a time service"
    )
