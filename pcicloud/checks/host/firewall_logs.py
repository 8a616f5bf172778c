"""Dropped packets must be logged."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.nft import chains


@check(evidence="host.firewall", when_none=failed("no packet filter (nftables or iptables) is installed"))
def firewall_logs(body: Json, env: Environment) -> Outcome:
    """Dropped packets must be logged.

    Why: they are the first that is seen of a scan.
    Fix: add a limited `log prefix` rule at the end of the input chain.
    Source: nft(8), log statement.
    """
    if body["nftables"] is None:
        logged = "-j LOG" in body["iptables"]["stdout"] or "-j NFLOG" in body["iptables"]["stdout"]
    else:
        logged = any("log" in part for chain in chains(body, "input") for rule in chain.rules for part in rule)
    if not logged:
        return failed("no rule of the input chain logs")
    return passed("a rule of the input chain logs")
