"""A host that is no router must not pass packets on."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed
from pcicloud.reading.sysctl import judged


@check(evidence="host.kernel_settings", when_none=failed("no kernel settings could be read"))
def network_forwarding(body: Json, env: Environment) -> Outcome:
    """A host that is no router must not pass packets on.

    Why: a host in two networks would else join them.
    Fix: net.ipv4.ip_forward = 0 in /etc/sysctl.d/; a router stands as an exception, with its reason.
    Source: Linux kernel documentation, networking/ip-sysctl.
    """
    return judged(body, {"net/ipv4/ip_forward": ("0",)}, what="no passing on of packets")
