"""The packet filter must be loaded at boot."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed
from pcicloud.reading.units import runs


@check(evidence="host.services", when_none=failed("no list of services could be read"))
def firewall_runs(body: Json, env: Environment) -> Outcome:
    """The packet filter must be loaded at boot.

    Why: rules that are not loaded after a restart protect nothing.
    Fix: `systemctl enable --now nftables` (or firewalld, ufw, netfilter-persistent).
    Source: systemd manual systemctl(1); nft(8).
    """
    return runs(
        body,
        "nftables.service",
        "firewalld.service",
        "ufw.service",
        "netfilter-persistent.service",
        what="a packet filter",
    )
