"""Administration must be reachable from named networks only."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.nft import open_ports

ADMIN_PORTS = frozenset({22, 3389, 5900, 3306, 5432})


@check(evidence="host.firewall", when_none=failed("no packet filter (nftables or iptables) is installed"))
def firewall_admin_sources(body: Json, env: Environment) -> Outcome:
    """Administration must be reachable from named networks only.

    Why: a door that the whole world can knock at will be tried all day.
    Fix: add `ip saddr { … }` to the rules that accept ports 22, 3389, 5900, 3306 and 5432.
    Source: nft(8), payload expressions.
    """
    found = open_ports(body, ADMIN_PORTS)
    if isinstance(found, Outcome):
        return found
    if found:
        return failed(f"ports of administration are open to every source: {', '.join(map(str, found))}")
    return passed("no port of administration is open to every source")
