"""Whoever passes packets on between segments must let intrusion detection see them."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.nft import chains


@check(evidence="host.firewall", when_none=failed("no packet filter (nftables or iptables) is installed"))
def forwarded_packets_copied(body: Json, env: Environment) -> Outcome:
    """Whoever passes packets on between segments must let intrusion detection see them.

    Why: what goes from one segment to another is seen nowhere else.
    Fix: a chain on the forward hook with `dup to` the sensor, before anything is dropped.
    Source: nft(8), DUP STATEMENT.
    """
    if body["nftables"] is None:
        return unknown("the rules are iptables rules, which are not read rule by rule: move to nftables")
    every = [rule for chain in chains(body, "forward") for rule in chain.rules]
    if not any(word in part for rule in every for part in rule for word in ("accept", "dup")):
        return not_applicable("this host passes no packets on")
    if not any("dup" in part for rule in every for part in rule):
        return failed("this host passes packets on, and copies none to intrusion detection")
    return passed("packets that are passed on are copied to intrusion detection")
