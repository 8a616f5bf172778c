"""The servers' names as each of them has them in /etc/hosts."""

from __future__ import annotations

from pcicloud.model.fleet import Fleet


def hosts_file(fleet: Fleet) -> str:
    """The text of hosts(5): every server under its full and its short name."""
    domain = fleet.parameters["domain"]
    lines = ["127.0.0.1 localhost", "::1 localhost ip6-localhost ip6-loopback"]
    lines += [f"{server.address} {server.name}.{domain} {server.name}" for server in fleet.servers]
    return "\n".join(lines) + "\n"
