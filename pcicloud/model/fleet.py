"""A private environment as it is meant: its segments, its servers with their addresses, and every flow between them."""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import Annotated, Literal

import msgspec

from pcicloud.model.assessment import Text
from pcicloud.model.environment import HostPlace, Role

#: The first address of a segment is the one that its firewalls share.
GATEWAY = 1
Protocol = Literal["tcp", "udp"]
Port = Annotated[int, msgspec.Meta(ge=1, le=65535)]
#: `sealed_ssh`: encrypted before it is sent, and sent over SSH; `signed`: readable by anybody, alterable by nobody.
Protection = Literal["tls", "mutual_tls", "ssh", "sealed_ssh", "signed", "none"]
ENCRYPTED: tuple[Protection, ...] = ("tls", "mutual_tls", "ssh", "sealed_ssh")


class RoleEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a server is: the segments in which it stands, and what it is for."""

    segments: tuple[str, ...]
    about: Text


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """A network of the environment; `gateway` is the address that its firewalls share."""

    name: str
    cidr: str
    scope: str
    tier: str
    about: Text

    @property
    def network(self) -> IPv4Network:
        """The range as a network."""
        return IPv4Network(self.cidr)

    @property
    def gateway(self) -> str:
        """The firewalls' shared address in this segment."""
        return str(self.network[GATEWAY])


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """A server: what it is, and its address in each segment in which it stands."""

    name: str
    roles: tuple[Role, ...]
    addresses: dict[str, str]
    place: HostPlace

    @property
    def address(self) -> str:
        """Where it is reached inside: a firewall in the management segment, any other in its own."""
        return self.addresses.get("management") or next(iter(self.addresses.values()))


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """One declared flow: from these addresses (or ranges) to those, with its business reason.

    `cardholder_data`: whether cardholder data may be in it; `protection`: what keeps it from being read or altered.
    """

    source: str
    target: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    port: int
    protocol: str
    reason: Text
    cardholder_data: bool
    protection: Protection


class Fleet(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that drivers, playbooks and diagrams know of a private environment.

    `outside` are the ranges of those who are no server of it, by their names in flows.
    """

    name: str
    title: Text
    parameters: dict[str, str | int | bool]
    segments: tuple[Segment, ...]
    servers: tuple[Server, ...]
    flows: tuple[Flow, ...]
    roles: dict[Role, RoleEntry]
    outside: dict[str, str]

    def segment(self, name: str) -> Segment:
        """The segment of this name."""
        return next(one for one in self.segments if one.name == name)

    def with_role(self, role: str) -> tuple[Server, ...]:
        """The servers that have a role."""
        return tuple(server for server in self.servers if role in server.roles)
