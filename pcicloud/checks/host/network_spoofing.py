"""Packets with a forged source must be dropped."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed
from pcicloud.reading.sysctl import judged

WANTED = {
    "net/ipv4/conf/all/rp_filter": ("1",),
    "net/ipv4/conf/default/rp_filter": ("1",),
    "net/ipv4/conf/all/accept_source_route": ("0",),
    "net/ipv4/conf/default/accept_source_route": ("0",),
    "net/ipv4/conf/all/log_martians": ("1",),
}


@check(evidence="host.kernel_settings", when_none=failed("no kernel settings could be read"))
def network_spoofing(body: Json, env: Environment) -> Outcome:
    """Packets with a forged source must be dropped.

    Why: with a forged address somebody from outside looks like somebody from inside.
    Fix: rp_filter = 1, accept_source_route = 0 and log_martians = 1 in /etc/sysctl.d/.
    Source: Linux kernel documentation, networking/ip-sysctl; RFC 3704.
    """
    return judged(body, WANTED, what="protection against forged sources")
