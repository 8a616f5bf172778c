"""Packets that no rule allows must not get in."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed
from pcicloud.reading.nft import drops_by_default


@check(evidence="host.firewall", when_none=failed("no packet filter (nftables or iptables) is installed"))
def firewall_input(body: Json, env: Environment) -> Outcome:
    """Packets that no rule allows must not get in.

    Why: a service that starts by mistake is then still out of reach.
    Fix: `policy drop` on the input chain in /etc/nftables.conf, table inet.
    Source: nft(8), chains and policies.
    """
    return drops_by_default(body, "input")
