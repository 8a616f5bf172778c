"""Where flows begin and end: outside parties and roles, each in the band of its segment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ipaddress import IPv4Network

import msgspec

from pcicloud.model.assessment import Text
from pcicloud.model.fleet import Fleet, Flow, Segment, Server
from pcicloud.render import _words as words

OUTSIDE, SEVERAL = "outside", "several"
ALL_SERVERS = "servers"


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place: its name in flows, what it is called, its servers or its range, and the band in which it is."""

    name: str
    title: Text
    band: str
    servers: tuple[Server, ...] = ()
    range: str = ""

    def address(self, server: Server) -> str:
        """The address of one of its servers there; none where it stands in several segments."""
        return server.addresses.get(self.band, "")


def places(fleet: Fleet) -> tuple[Place, ...]:
    """Every place that a flow names or a server is, by band: outside, several segments at once, and each segment."""
    found = [*_parties(fleet), *_roles(fleet), *_bare_segments(fleet)]
    order = [OUTSIDE, SEVERAL, *(one.name for one in fleet.segments)]
    return tuple(sorted(found, key=lambda place: order.index(place.band)))


def ends(known: Sequence[Place], flow: Flow) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the places from which and to which the flow goes. Every server to itself is nobody's flow."""
    sources, targets = _end(known, flow.source), _end(known, flow.target)
    if flow.source == ALL_SERVERS:
        sources = tuple(name for name in sources if name not in targets) or sources
    if flow.target == ALL_SERVERS:
        targets = tuple(name for name in targets if name not in sources) or targets
    return sources, targets


def party_segment(fleet: Fleet, party: str) -> Segment | None:
    """The segment in which an outside party stands after all, such as the automation's address; None: outside."""
    network = IPv4Network(fleet.outside[party])
    inner = (segment for segment in fleet.segments if segment.scope != OUTSIDE)
    return next((segment for segment in inner if network.subnet_of(segment.network)), None)


def touching(fleet: Fleet, known: Sequence[Place], names: set[str]) -> tuple[list[int], list[int]]:
    """The numbers of the flows that come to, and go out from, the places of these names."""
    coming, going = [], []
    for number, flow in enumerate(fleet.flows, 1):
        sources, targets = ends(known, flow)
        if names & set(targets):
            coming.append(number)
        if names & set(sources):
            going.append(number)
    return coming, going


def _parties(fleet: Fleet) -> Iterator[Place]:
    named = {end for flow in fleet.flows for end in (flow.source, flow.target)}
    for name, cidr in fleet.outside.items():
        if name in named:
            segment = party_segment(fleet, name)
            band = segment.name if segment else OUTSIDE
            yield Place(name=name, title=words.within(words.load().places, name), band=band, range=cidr)


def _roles(fleet: Fleet) -> Iterator[Place]:
    for role, entry in fleet.roles.items():
        servers = fleet.with_role(role)
        if servers:
            band = entry.segments[0] if len(entry.segments) == 1 else SEVERAL
            yield Place(name=role, title=words.within(words.load().places, role), band=band, servers=servers)


def _bare_segments(fleet: Fleet) -> Iterator[Place]:
    """Segments that flows name and that no server's role has the name of."""
    known = {ALL_SERVERS, *fleet.outside, *(role for server in fleet.servers for role in server.roles)}
    named = {end for flow in fleet.flows for end in (flow.source, flow.target)} - known
    for segment in fleet.segments:
        if segment.name in named:
            title = words.say("diagram_segment", name=segment.name)
            yield Place(name=segment.name, title=title, band=segment.name, range=segment.cidr)


def _end(known: Sequence[Place], name: str) -> tuple[str, ...]:
    return tuple(place.name for place in known if place.servers) if name == ALL_SERVERS else (name,)
