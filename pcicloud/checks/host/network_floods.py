"""A flood of half-open connections must not stop the host."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed
from pcicloud.reading.sysctl import judged

WANTED = {"net/ipv4/tcp_syncookies": ("1",), "net/ipv4/icmp_echo_ignore_broadcasts": ("1",)}


@check(evidence="host.kernel_settings", when_none=failed("no kernel settings could be read"))
def network_floods(body: Json, env: Environment) -> Outcome:
    """A flood of half-open connections must not stop the host.

    Why: such a flood is the cheapest attack there is.
    Fix: net.ipv4.tcp_syncookies = 1 and icmp_echo_ignore_broadcasts = 1 in /etc/sysctl.d/.
    Source: Linux kernel documentation, networking/ip-sysctl; RFC 4987.
    """
    return judged(body, WANTED, what="protection against floods")
