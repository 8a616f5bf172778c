"""Packets that no rule allows must not get out."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed
from pcicloud.reading.nft import drops_by_default


@check(evidence="host.firewall", when_none=failed("no packet filter (nftables or iptables) is installed"))
def firewall_output(body: Json, env: Environment) -> Outcome:
    """Packets that no rule allows must not get out.

    Why: malware and thieves need a way out, too.
    Fix: `policy drop` on the output chain in /etc/nftables.conf, and a rule for each needed service.
    Source: nft(8), chains and policies.
    """
    return drops_by_default(body, "output")
