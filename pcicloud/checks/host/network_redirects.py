"""Nobody on the network may change the host's routes."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed
from pcicloud.reading.sysctl import judged

WANTED = {
    "net/ipv4/conf/all/accept_redirects": ("0",),
    "net/ipv4/conf/default/accept_redirects": ("0",),
    "net/ipv4/conf/all/send_redirects": ("0",),
    "net/ipv4/conf/default/send_redirects": ("0",),
    "net/ipv6/conf/all/accept_redirects": ("0",),
}


@check(evidence="host.kernel_settings", when_none=failed("no kernel settings could be read"))
def network_redirects(body: Json, env: Environment) -> Outcome:
    """Nobody on the network may change the host's routes.

    Why: with a redirect somebody puts their machine in between.
    Fix: accept_redirects = 0 and send_redirects = 0 in /etc/sysctl.d/.
    Source: Linux kernel documentation, networking/ip-sysctl.
    """
    return judged(body, WANTED, what="protection against redirects")
