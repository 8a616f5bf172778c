"""The packet filter as it runs, and the file that it starts from."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.host import HostAnswers
from pcicloud.model.asking import command, stats
from pcicloud.model.sighting import Seen


@collector(
    where="host",
    asks=(
        command("nft", "-j", "list", "ruleset", root=True, running=True),
        command("iptables-save", root=True, running=True),
        command("ip6tables-save", root=True, running=True),
        stats("/etc/nftables.conf", "/etc/sysconfig/nftables.conf", "/etc/iptables/rules.v4", "/etc/nftables.d/*"),
    ),
)
def firewall(host: HostAnswers) -> Iterator[Seen]:
    """The packet filter as it runs, and the file that it starts from."""
    ruleset = host.output("nft", "-j", "list", "ruleset")
    legacy = None if ruleset else host.output("iptables-save")
    legacy_6 = None if ruleset else host.output("ip6tables-save")
    kept = host.stats(
        "/etc/nftables.conf", "/etc/sysconfig/nftables.conf", "/etc/iptables/rules.v4", "/etc/nftables.d/*"
    )
    if ruleset or legacy:
        yield Seen("packet filter", {"nftables": ruleset, "iptables": legacy, "ip6tables": legacy_6, "files": kept})
