"""The files of the packet filter must be root's alone."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.modes import loose, told


@check(evidence="host.firewall", when_none=failed("no packet filter (nftables or iptables) is installed"))
def firewall_files_locked(body: Json, env: Environment) -> Outcome:
    """The files of the packet filter must be root's alone.

    Why: who can write them decides what gets in after the next restart.
    Fix: `chown root:root` and `chmod 0640` (0755 for nftables.conf as Debian ships it is fine but readable).
    Source: nft(8); Debian nftables package, /etc/nftables.conf.
    """
    if not body["files"]:
        return failed("no file holds the rules, so that they are gone after a restart")
    found = loose(body["files"], 0o755)
    if found:
        return failed(told(found))
    return passed(f"{len(body['files'])} files of rules can be written by root only")
