"""Packets that no rule allows must not be passed on."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed
from pcicloud.reading.nft import drops_by_default


@check(evidence="host.firewall", when_none=failed("no packet filter (nftables or iptables) is installed"))
def firewall_forward(body: Json, env: Environment) -> Outcome:
    """Packets that no rule allows must not be passed on.

    Why: a host in two networks would else join them.
    Fix: `policy drop` on the forward chain in /etc/nftables.conf, table inet.
    Source: nft(8), chains and policies.
    """
    return drops_by_default(body, "forward")
