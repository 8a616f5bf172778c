"""The network diagram (PCI DSS 1.2.3): outside parties, the firewalls, and the segments with their servers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil

import msgspec

from pcicloud.model.fleet import Fleet, Segment, Server
from pcicloud.render import Language
from pcicloud.render import _words as words
from pcicloud.render.diagrams import segments
from pcicloud.render.diagrams.places import OUTSIDE, SEVERAL, Place, places, touching
from pcicloud.render.diagrams.shapes import Box, Disc, Drawn, Group, Line, height, one_line, paragraph
from pcicloud.render.diagrams.sheet import Area, Content, Origin, Sheet, fill
from pcicloud.render.diagrams.stands import FIREWALL, Stand, drawn, height_of, stands, titles

#: The panel of the key at the left; the least that a column of servers needs; gaps and edges.
PANEL, COLUMN_MIN, GAP, PAD = 284.0, 172.0, 16.0, 12.0
#: A row of the firewalls' addresses; how wide an address may be; the ways between outside, firewalls and segments.
ROW, ADDRESS, WAY, NAME_ROW = 26.0, 128.0, 32.0, 30.0
FOOT = 12.5
OUTER = 42.0


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be drawn, said in one language."""

    fleet: Fleet
    language: Language
    inner: tuple[Segment, ...]
    outer: tuple[Segment, ...]
    stands: dict[str, tuple[Stand, ...]]
    places: tuple[Place, ...]
    numbers: dict[str, tuple[str, ...]]
    hosts_left_out: tuple[str, ...]

    def say(self, key: str, **values: object) -> str:
        """The sentence in the diagram's language."""
        return words.spoken(words.say(key, **values), self.language)

    def about(self, segment: Segment) -> str:
        """What a segment is for."""
        return words.spoken(segment.about, self.language)


class Columns(msgspec.Struct, frozen=True):
    """The segments beside each other: how many columns of servers each has, where it begins, and how wide it is.

    `head` is where servers begin in each of them, `stand` how high the box of each is, `foot` how high is what stands
    below them: each as much as the one with the most words needs.
    """

    servers: dict[str, int]
    lefts: dict[str, float]
    widths: dict[str, float]
    column: float
    head: float
    stand: float
    foot: float

    def middle(self, segment: Segment) -> float:
        """Where the wire comes down to a segment."""
        return self.lefts[segment.name] + self.widths[segment.name] / 2


def sheet(fleet: Fleet, origin: Origin, language: Language) -> Sheet:
    """The network diagram. Raises DefinitionError where the fleet is too large for a sheet."""
    known = places(fleet)
    inner = tuple(one for one in fleet.segments if one.scope != OUTSIDE)
    plan = Plan(
        fleet=fleet,
        language=language,
        inner=inner,
        outer=tuple(one for one in fleet.segments if one.scope == OUTSIDE),
        stands={one.name: stands(fleet, one, known, language) for one in inner},
        places=known,
        numbers=_numbers(fleet, known, language),
        hosts_left_out=origin.hosts_left_out,
    )
    return fill(
        lambda area: _content(plan, area),
        fleet,
        origin,
        language,
        title=plan.say("diagram_network", name=fleet.name),
        subtitle=plan.say("diagram_network_about"),
        description=". ".join(_said(plan, one) for one in fleet.segments),
    )


def _said(plan: Plan, segment: Segment) -> str:
    scope = words.spoken(words.within(words.load().scopes, segment.scope), plan.language)
    here = [server for server in plan.fleet.servers if segment.name in server.addresses]
    named = ", ".join(f"{server.name} {server.addresses[segment.name]}" for server in here)
    return f"{segment.name} {segment.cidr} ({scope}): {named}"


def _content(plan: Plan, area: Area) -> Content | None:
    """The drawing with the fewest rows of servers that fit; None where the area is too narrow or too low."""
    for rows in range(1, max(2, *(len(found) + 1 for found in plan.stands.values()))):
        columns = _columns(plan, area, rows)
        if columns:
            content = _drawn(plan, area, columns)
            if content.height <= area.height:
                return content
    return None


def _columns(plan: Plan, area: Area, rows: int) -> Columns | None:
    """The columns for so many rows of servers; None where they would be too narrow."""
    servers = {one.name: max(1, ceil(len(plan.stands[one.name]) / rows)) for one in plan.inner}
    x = area.x + PANEL + GAP + PAD
    room = area.right - PAD - x - 2 * GAP * (len(servers) - 1)
    column = (room - sum(PAD * (count + 1) for count in servers.values())) / sum(servers.values())
    if column < COLUMN_MIN:
        return None
    lefts, widths = {}, {}
    for name, count in servers.items():
        lefts[name], widths[name] = x, count * column + PAD * (count + 1)
        x += widths[name] + 2 * GAP
    rooms = [(one, widths[one.name] - 2 * PAD) for one in plan.inner]
    head = segments.STRIP + 64 + max(height(plan.about(one), 13, room) for one, room in rooms)
    stand = height_of((stand for found in plan.stands.values() for stand in found), column)
    foot = 16 + max(sum(height(text, FOOT, room) for text in plan.numbers[one.name]) for one, room in rooms)
    return Columns(servers, lefts, widths, column, head, stand, foot)


def _drawn(plan: Plan, area: Area, columns: Columns) -> Content:
    """From above: outside parties, outer segments, firewalls, inner segments; at the left the key."""
    parties, party_xs, outer_y = _parties(plan, area)
    outer, outer_bottom = _outer(plan, area, outer_y + WAY)
    ports = {one.name: area.x + PANEL - 70 - 140 * number for number, one in enumerate(reversed(plan.outer))}
    middles = {one.name: columns.middle(one) for one in plan.inner}
    wall, walls = _firewalls(plan, Box(area.x, outer_bottom + WAY, area.width, 0, "firewall", 4), ports | middles)
    frame_y = wall.bottom + WAY
    top = frame_y + NAME_ROW
    needed = top + max(_segment_height(plan, one, columns) for one in plan.inner) + PAD
    bottom = max(area.y + area.height, needed)
    boxes = [
        Box(columns.lefts[one.name], top, columns.widths[one.name], bottom - PAD - top, f"segment-{one.scope}")
        for one in plan.inner
    ]
    key, key_bottom = _key(plan, area.x, frame_y)
    wires = [
        *(_wire(x, outer_y, outer_y + WAY) for x in party_xs),
        *(_wire(x, outer_bottom, wall.y) for x in ports.values()),
        *(_wire(x, wall.bottom, top) for x in middles.values()),
    ]
    shapes = (
        *parties,
        *outer,
        *segments.boundaries(zip(plan.inner, boxes, strict=True), PAD, NAME_ROW, plan.language),
        *walls,
        *(_segment(plan, one, box, columns) for one, box in zip(plan.inner, boxes, strict=True)),
        *wires,
        Box(area.x, frame_y, PANEL, bottom - frame_y, "panel", 4),
        *key,
    )
    return Content(shapes, max(needed, key_bottom) - area.y)


def _parties(plan: Plan, area: Area) -> tuple[list[Drawn], list[float], float]:
    """The outside parties in a row, the middle of each, and where the row ends."""
    parties = [place for place in plan.places if place.band == OUTSIDE]
    width = (area.width - GAP * (len(parties) - 1)) / max(1, len(parties))
    room = width - 2 * PAD
    lines = [_party_lines(plan, place) for place in parties]
    needed = (sum(height(text, size, room, bold=True) for text, size, _ in said) for said in lines)
    deep = max(needed, default=0) + 2 * PAD
    boxes = [Box(area.x + number * (width + GAP), area.y, width, deep, "party", 22) for number in range(len(parties))]
    made: list[Drawn] = []
    for box, place, said in zip(boxes, parties, lines, strict=True):
        shapes: list[Drawn] = [box]
        y = area.y + PAD
        for text, size, look in said:
            shown, y = paragraph(text, box.middle, y, size, room, look, "middle")
            shapes += shown
        made.append(Group(f"{said[0][0]}: {place.range}", tuple(shapes)))
    return made, [box.middle for box in boxes], area.y + deep


def _party_lines(plan: Plan, place: Place) -> list[tuple[str, float, str]]:
    """What the box of an outside party says: text, size and look."""
    title, reach = words.spoken(place.title, plan.language), segments.range_said(place.range, plan.language)
    numbers = [(text, FOOT, "muted") for text in plan.numbers[place.name]]
    return [(title, 16.0, "ink bold"), (reach, 14.0, "ink"), *numbers]


def _outer(plan: Plan, area: Area, y: float) -> tuple[list[Drawn], float]:
    """The segments outside of the firewalls as bands, and where they end."""
    width = (area.width - GAP * (len(plan.outer) - 1)) / max(1, len(plan.outer))
    made: list[Drawn] = []
    for number, one in enumerate(plan.outer):
        box = Box(area.x + number * (width + GAP), y, width, segments.STRIP + OUTER, f"segment-{one.scope}")
        below = y + segments.STRIP + 8
        name = one_line(one.name, box.x + PAD, below, 18, width / 4, "ink bold")
        cidr = one_line(one.cidr, box.x + 2 * PAD + name.width, below + 3, 15, width / 4)
        x = cidr.x + cidr.width + PAD
        about = one_line(plan.about(one), x, below + 4, 13, box.right - PAD - x, "muted")
        bar = segments.strip(box.x, box.y, box.width, one.scope, plan.language)
        made.append(Group(f"{one.name} {one.cidr}", (box, *bar, name, cidr, about)))
    return made, y + segments.STRIP + OUTER


def _firewalls(plan: Plan, box: Box, columns: Mapping[str, float]) -> tuple[Box, list[Drawn]]:
    """The firewalls as one box: a row each with its address in every segment, then the addresses that they share."""
    x = box.x + PAD
    about = words.spoken(plan.fleet.roles[FIREWALL].about, plan.language)
    made: list[Drawn] = [
        one_line(titles([FIREWALL], plan.language), x, box.y + 9, 18, PANEL, "ink bold"),
        one_line(about, box.right - PAD, box.y + 11, 13, box.width - PANEL - 2 * PAD, "muted", "end"),
    ]
    y = box.y + 42
    made += [one_line(name, at, y, 12.5, ADDRESS, "muted bold", "middle") for name, at in columns.items()]
    y += ROW
    # The names of the rows end where the first address may begin.
    room = min(columns.values()) - ADDRESS / 2 - x - PAD
    for server in plan.fleet.with_role(FIREWALL):
        row, below = _firewall(plan, server, columns, box, y, room)
        made.append(row)
        y = max(y + ROW, below + 8)
    shared, below = paragraph(plan.say("diagram_shared"), x, y, 12.5, room, "muted")
    gateways = {one.name: one.gateway for one in plan.fleet.segments}
    made += [Line(((x, y - 6), (box.right - PAD, y - 6)), "rule"), *shared]
    made += [one_line(gateways[name], at, y + 1, 14, ADDRESS, "ink bold", "middle") for name, at in columns.items()]
    whole = msgspec.structs.replace(box, height=max(y + ROW, below + 6) - box.y)
    return whole, [whole, *made]


def _firewall(
    plan: Plan, server: Server, columns: Mapping[str, float], box: Box, y: float, room: float
) -> tuple[Group, float]:
    """The row of a firewall, and where its words end."""
    x = box.x + PAD
    named, below = paragraph(server.name, x, y, 15, room, "ink bold")
    more = [role for role in server.roles if role != FIREWALL]
    roles, below = paragraph(titles(more, plan.language), x, below, 12.5, room)
    addresses = [(server.addresses[name], at) for name, at in columns.items() if name in server.addresses]
    cells = [one_line(address, at, y + 1, 14, ADDRESS, "ink", "middle") for address, at in addresses]
    rule = Line(((x, y - 6), (box.right - PAD, y - 6)), "rule")
    return Group(f"{server.name}: {titles(server.roles, plan.language)}", (rule, *named, *roles, *cells)), below


def _segment_height(plan: Plan, segment: Segment, columns: Columns) -> float:
    """How high a segment must be for its words and servers."""
    rows = ceil(len(plan.stands[segment.name]) / columns.servers[segment.name])
    return columns.head + rows * (columns.stand + PAD) + columns.foot


def _segment(plan: Plan, segment: Segment, box: Box, columns: Columns) -> Group:
    x, room = box.x + PAD, box.width - 2 * PAD
    y = box.y + segments.STRIP + 8
    made: list[Drawn] = [
        box,
        *segments.strip(box.x, box.y, box.width, segment.scope, plan.language),
        one_line(segment.name, x, y, 18, room, "ink bold"),
        one_line(segment.cidr, x, y + 24, 15, room),
    ]
    about, _ = paragraph(plan.about(segment), x, y + 46, 13, room, "muted")
    made += [*about, *_rows(plan, segment, x, box.y + columns.head, columns)]
    y = box.bottom - columns.foot + 10
    made.append(Line(((x, y - 5), (box.right - PAD, y - 5)), "rule"))
    for text in plan.numbers[segment.name]:
        said, y = paragraph(text, x, y, FOOT, room, "muted")
        made += said
    return Group(f"{segment.name} {segment.cidr}", tuple(made))


def _rows(plan: Plan, segment: Segment, left: float, top: float, columns: Columns) -> list[Group]:
    """The servers of a segment, row by row."""
    made = []
    for number, stand in enumerate(plan.stands[segment.name]):
        row, place = divmod(number, columns.servers[segment.name])
        x, y = left + place * (columns.column + PAD), top + row * (columns.stand + PAD)
        made.append(
            drawn(stand, Box(x, y, columns.column, columns.stand, stand.look, 22 if stand.look == "party" else 4))
        )
    return made


def _numbers(fleet: Fleet, known: Sequence[Place], language: Language) -> dict[str, tuple[str, ...]]:
    """Which flows come to each outside party and segment, and which go out, by their numbers."""
    inside = {one.name: {place.name for place in known if place.band in (one.name, SEVERAL)} for one in fleet.segments}
    outside = {place.name: {place.name} for place in known if place.band == OUTSIDE}
    found = {}
    for name, names in (inside | outside).items():
        said = zip(("diagram_coming", "diagram_going"), touching(fleet, known, names), strict=True)
        found[name] = tuple(
            words.spoken(words.say(key, numbers=", ".join(map(str, numbers))), language)
            for key, numbers in said
            if numbers
        )
    return found


def _wire(x: float, y: float, to: float) -> Group:
    return Group("", (Line(((x, y), (x, to)), "wire"), Disc(x, y, 4.5, "wire-end"), Disc(x, to, 4.5, "wire-end")))


def _key(plan: Plan, x: float, y: float) -> tuple[list[Drawn], float]:
    """What the marks mean and what a reader must know beside the picture, and where it ends."""
    left, room = x + PAD, PANEL - 2 * PAD
    made: list[Drawn] = [one_line(plan.say("diagram_key"), left, y + PAD, 15, room, "ink bold")]
    y += PAD + 28
    for scope in dict.fromkeys(one.scope for one in plan.fleet.segments):
        made += segments.strip(left, y, room, scope, plan.language)
        meaning = words.spoken(words.within(words.load().scope_meanings, scope), plan.language)
        said, y = paragraph(meaning, left, y + segments.STRIP + 5, 12.5, room, "muted")
        made += said
        y += 10
    for look, radius, key in (("server", 4, "diagram_key_server"), ("party", 13, "diagram_key_party")):
        said, below = paragraph(plan.say(key), left + 56, y + 4, 12.5, room - 56, "muted")
        made += [Box(left, y, 44, 26, look, radius), *said]
        y = max(y + 26, below) + 8
    for note in _notes(plan):
        said, y = paragraph(note, left, y + 4, 12.5, room)
        made += said
        y += 4
    return made, y + PAD


def _notes(plan: Plan) -> Sequence[str]:
    bridges = [one.name for one in plan.fleet.servers if len(one.addresses) > 1 and FIREWALL not in one.roles]
    passing = plan.say("diagram_bridged", servers=", ".join(bridges)) if bridges else plan.say("diagram_all_pass")
    said = [passing, plan.say("diagram_numbers"), plan.say("diagram_no_wireless")]
    left_out = ", ".join(plan.hosts_left_out)
    return [*said, plan.say("diagram_left_out", hosts=left_out)] if left_out else said
