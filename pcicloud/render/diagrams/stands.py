"""What stands in a segment of the network diagram: servers, and outside parties whose address lies in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from pcicloud.model.environment import Role
from pcicloud.model.fleet import Fleet, Segment, Server
from pcicloud.render import Language
from pcicloud.render import _words as words
from pcicloud.render.diagrams.places import Place
from pcicloud.render.diagrams.shapes import Box, Drawn, Group, height, is_bold, paragraph

FIREWALL: Role = "firewall"
EDGE, INDENT, HEIGHT_MIN = 10.0, 16.0, 60.0


class Stand(msgspec.Struct, frozen=True, kw_only=True):
    """A server or a party in one segment, with its words; `note` says where else it stands."""

    title: str
    address: str
    role: str
    about: str = ""
    note: str = ""
    look: str = "server"

    @property
    def lines(self) -> list[tuple[str, float, str]]:
        """What its box says: text, size and look."""
        found = [
            (self.title, 15.5, "ink bold"),
            (self.address, 14.0, "ink"),
            (self.role, 13.0, "ink bold"),
            (self.about, 12.5, "muted"),
            (self.note, 12.5, "cde bold"),
        ]
        return [line for line in found if line[0]]


def stands(fleet: Fleet, segment: Segment, known: Iterable[Place], language: Language) -> tuple[Stand, ...]:
    """What stands in a segment. A firewall stands there only where it is something else as well."""
    return (*_servers(fleet, segment, language), *_parties(fleet, segment, known, language))


def titles(roles: Sequence[str], language: Language) -> str:
    """What servers of these roles are called."""
    named = [words.spoken(words.within(words.load().places, role), language) for role in roles]
    return ("、" if language == "ja" else ", ").join(named)


def height_of(found: Iterable[Stand], width: float) -> float:
    """How high the boxes of all of them are: as high as the one with the most words needs to be."""
    room = width - 2 * INDENT
    needed = (sum(height(text, size, room, bold=is_bold(look)) for text, size, look in one.lines) for one in found)
    return max(HEIGHT_MIN, *(one + 2 * EDGE for one in needed), 0)


def drawn(stand: Stand, box: Box) -> Group:
    """The box of a stand with its words."""
    made: list[Drawn] = [box]
    y = box.y + EDGE
    for text, size, look in stand.lines:
        said, y = paragraph(text, box.x + INDENT, y, size, box.width - 2 * INDENT, look)
        made += said
    return Group(f"{stand.title}: {stand.role}, {stand.address}", tuple(made))


def _servers(fleet: Fleet, segment: Segment, language: Language) -> Iterator[Stand]:
    for server in fleet.servers:
        here = [role for role in server.roles if role != FIREWALL and segment.name in fleet.roles[role].segments]
        if here and segment.name in server.addresses:
            yield Stand(
                title=server.name,
                address=server.addresses[segment.name],
                role=titles(here, language),
                about=" ".join(words.spoken(fleet.roles[role].about, language) for role in here),
                note=_elsewhere(server, segment, language),
            )


def _elsewhere(server: Server, segment: Segment, language: Language) -> str:
    if FIREWALL in server.roles:
        return words.spoken(words.say("diagram_is_firewall"), language)
    others = [name for name in server.addresses if name != segment.name]
    return words.spoken(words.say("diagram_also_in", segments=", ".join(others)), language) if others else ""


def _parties(fleet: Fleet, segment: Segment, known: Iterable[Place], language: Language) -> Iterator[Stand]:
    for place in known:
        if place.band == segment.name and place.name in fleet.outside:
            role = words.spoken(words.say("diagram_no_server"), language)
            yield Stand(title=words.spoken(place.title, language), address=place.range, role=role, look="party")
