"""Listening sockets as `ss -Hnltup` prints them."""

from __future__ import annotations

import ipaddress
import re

import msgspec

from pcicloud.model.outcome import Json

PROGRAM = re.compile(r'\(\("([^"]+)"')


class Listener(msgspec.Struct, frozen=True, kw_only=True):
    """A socket that waits: `tcp` or `udp`, the address without its interface, the port, and the program's name."""

    protocol: str
    address: str
    port: int
    program: str

    @property
    def is_local(self) -> bool:
        """Whether only the host itself can reach it."""
        if self.address == "*":
            return False
        return ipaddress.ip_address(self.address).is_loopback

    def __str__(self) -> str:
        return f"{self.protocol}/{self.port} on {self.address} ({self.program or 'program not told'})"


def listeners(body: Json) -> tuple[Listener, ...]:
    """Every listening socket, sorted by protocol and port."""
    rows = (line.split() for line in body["sockets"]["stdout"].splitlines())
    found = [_listener(row) for row in rows if len(row) >= 6]
    return tuple(sorted(found, key=lambda one: (one.protocol, one.port, one.address)))


def _listener(row: list[str]) -> Listener:
    address, _, port = row[4].rpartition(":")
    program = PROGRAM.search(" ".join(row[6:]))
    return Listener(
        protocol=row[0],
        address=address.split("%")[0].strip("[]"),
        port=int(port),
        program=program[1] if program else "",
    )
