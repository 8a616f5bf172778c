"""The data-flow diagram (PCI DSS 1.2.4): every declared flow on a lane of its own, and the table that explains it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import msgspec

from pcicloud.model.fleet import ENCRYPTED, Fleet, Flow, Segment
from pcicloud.render import Language
from pcicloud.render import _words as words
from pcicloud.render.diagrams import segments, table
from pcicloud.render.diagrams.lettering import width
from pcicloud.render.diagrams.places import ALL_SERVERS, OUTSIDE, SEVERAL, Place, ends, places
from pcicloud.render.diagrams.shapes import (
    Box,
    Disc,
    Drawn,
    Group,
    Line,
    Words,
    arrow_head,
    height,
    is_bold,
    one_line,
    paragraph,
)
from pcicloud.render.diagrams.sheet import Area, Content, Origin, Sheet, fill

GUTTER, BAND_GAP, PAD, LANE = 138.0, 10.0, 6.0, 23.0
PITCH_MIN = 106.0
#: Of more servers than these only the names stand here; their addresses are in the network diagram.
NAMED_MAX = 6
NAME, DETAIL, LABEL = 12.5, 11.5, 11.5


class Plan(msgspec.Struct, frozen=True):
    """What is to be drawn, said in one language."""

    fleet: Fleet
    language: Language
    places: tuple[Place, ...]

    def say(self, key: str, **values: object) -> str:
        """The sentence in the diagram's language."""
        return words.spoken(words.say(key, **values), self.language)

    def title(self, name: str) -> str:
        """What a place is called."""
        if name == ALL_SERVERS:
            return words.spoken(words.load().places[ALL_SERVERS], self.language)
        return words.spoken(next(place.title for place in self.places if place.name == name), self.language)


def sheet(fleet: Fleet, origin: Origin, language: Language) -> Sheet:
    """The data-flow diagram. Raises DefinitionError where the fleet is too large for a sheet."""
    plan = Plan(fleet, language, places(fleet))
    return fill(
        lambda area: _content(plan, area),
        fleet,
        origin,
        language,
        title=plan.say("diagram_flows", name=fleet.name),
        subtitle=plan.say("diagram_flows_about"),
        description=". ".join(_said(plan, number, flow) for number, flow in enumerate(fleet.flows, 1)),
    )


def _said(plan: Plan, number: int, flow: Flow) -> str:
    carried = plan.say("diagram_yes") if flow.cardholder_data else plan.say("diagram_no")
    protection = words.spoken(words.within(words.load().protections, flow.protection), plan.language)
    said = plan.say(
        "diagram_flow",
        number=number,
        source=plan.title(flow.source),
        target=plan.title(flow.target),
        how=f"{flow.protocol}/{flow.port}",
        carried=carried,
        protection=protection,
    )
    return f"{said} {words.spoken(flow.reason, plan.language)}"


def _content(plan: Plan, area: Area) -> Content | None:
    bands = [(band, tuple(run)) for band, run in groupby(plan.places, key=lambda place: place.band)]
    room = area.width - GUTTER - BAND_GAP * (len(bands) - 1)
    pitch = room / len(plan.places)
    if pitch < max(PITCH_MIN, _longest_word(plan) + 2 * PAD + 8):
        return None
    heads = max(_place_height(plan, place, pitch) for place in plan.places)
    band_head = _band_height(plan, bands, pitch)
    top = area.y + 14
    lanes_y = top + band_head + heads + 14
    lanes_bottom = lanes_y + LANE * len(plan.fleet.flows) + 6
    xs, boxes = _columns(plan, area, bands, pitch, top, lanes_bottom)
    frames = segments.boundaries(
        [(_segment(plan, band), box) for (band, _), box in zip(bands, boxes, strict=True)],
        5,
        5,
        plan.language,
        named=False,
    )
    made: list[Drawn] = [*frames]
    made += [_band(plan, band, box) for (band, _), box in zip(bands, boxes, strict=True)]
    for place in plan.places:
        made.append(_place(plan, place, xs[place.name], top + band_head, pitch, heads))
        made.append(Line(((xs[place.name], lanes_y - 8), (xs[place.name], lanes_bottom - 6)), "lifeline"))
    for number, flow in enumerate(plan.fleet.flows, 1):
        made.append(_lane(plan, number, flow, area, xs, lanes_y + LANE * (number - 0.5), pitch))
    key, key_bottom = _key(plan, area, lanes_bottom + 14)
    rows, bottom = table.table(plan.fleet.flows, plan.title, plan.language, area, key_bottom + 10)
    return Content((*made, *key, *rows), bottom - area.y)


def _longest_word(plan: Plan) -> float:
    """How wide the widest word is that stands above a place; words of Latin letters are not broken."""
    found = [word for place in plan.places for word in words.spoken(place.title, plan.language).split()]
    return max((width(word, NAME, bold=True) for word in found if word.isascii()), default=0)


def _segment(plan: Plan, band: str) -> Segment:
    """The segment of a band; what stands outside or in several segments is no CDE of its own."""
    found = next((one for one in plan.fleet.segments if one.name == band), None)
    return found or Segment(name=band, cidr="", scope=band, tier="", about=words.within({}, band))


def _columns(
    plan: Plan, area: Area, bands: Sequence[tuple[str, tuple[Place, ...]]], pitch: float, top: float, bottom: float
) -> tuple[dict[str, float], list[Box]]:
    """Where each place's line stands, and the box of each band."""
    xs, boxes, x = {}, [], area.x + GUTTER
    for band, here in bands:
        boxes.append(Box(x, top, pitch * len(here), bottom - top, f"segment-{_segment(plan, band).scope}"))
        for place in here:
            xs[place.name] = x + pitch / 2
            x += pitch
        x += BAND_GAP
    return xs, boxes


def _band_name(plan: Plan, band: str) -> tuple[str, str]:
    if band in (OUTSIDE, SEVERAL):
        return (plan.say("diagram_outside") if band == OUTSIDE else plan.say("diagram_several")), ""
    return band, _segment(plan, band).cidr


def _band_height(plan: Plan, bands: Sequence[tuple[str, tuple[Place, ...]]], pitch: float) -> float:
    rooms = [(_band_name(plan, band), pitch * len(here) - 2 * PAD) for band, here in bands]
    deep = [height(name, 14.5, room, bold=True) + height(cidr, DETAIL, room) for (name, cidr), room in rooms]
    return segments.STRIP + 6 + max(deep) + 6


def _band(plan: Plan, band: str, box: Box) -> Group:
    name, cidr = _band_name(plan, band)
    room = box.width - 2 * PAD
    bar = segments.strip(box.x, box.y, box.width, _segment(plan, band).scope, plan.language)
    title, below = paragraph(name, box.middle, box.y + segments.STRIP + 6, 14.5, room, "ink bold", "middle")
    address, _ = paragraph(cidr, box.middle, below, DETAIL, room, "muted", "middle")
    return Group(f"{name} {cidr}".strip(), (box, *bar, *title, *address))


def _place_lines(plan: Plan, place: Place) -> list[tuple[str, float, str]]:
    """What stands in the box of a place: text, size and look."""
    found = [(words.spoken(place.title, plan.language), NAME, "ink bold")]
    if place.range:
        found.append((segments.range_said(place.range, plan.language), DETAIL, "ink"))
    if len(place.servers) > NAMED_MAX:
        return [*found, (", ".join(server.name for server in place.servers), DETAIL, "ink")]
    for server in place.servers:
        found.append((server.name, 12.0, "ink"))
        if place.address(server):
            found.append((place.address(server), DETAIL, "muted"))
    return found


def _place_height(plan: Plan, place: Place, pitch: float) -> float:
    room = pitch - 2 * PAD - 8
    found = _place_lines(plan, place)
    return sum(height(text, size, room, bold=is_bold(look)) for text, size, look in found) + 2 * PAD


def _place(plan: Plan, place: Place, x: float, y: float, pitch: float, deep: float) -> Group:
    room = pitch - 2 * PAD - 8
    look = "server" if place.servers else "party"
    box = Box(x - pitch / 2 + 4, y, pitch - 8, deep, look, 4 if place.servers else 16)
    made: list[Drawn] = [box]
    at = y + PAD
    for text, size, words_look in _place_lines(plan, place):
        said, at = paragraph(text, x, at, size, room, words_look, "middle")
        made += said
    return Group(", ".join(text for text, _, _ in _place_lines(plan, place)), tuple(made))


def _lane(plan: Plan, number: int, flow: Flow, area: Area, xs: dict[str, float], y: float, pitch: float) -> Group:
    """One flow: its number and what it carries at the left, then its arrow."""
    made: list[Drawn] = []
    if number % 2:
        made.append(Box(area.x, y - LANE / 2, area.width, LANE, "zebra"))
    made.append(Disc(area.x + 16, y, 10.5, "number-card" if flow.cardholder_data else "number"))
    made.append(Words(area.x + 16, y + 4.3, str(number), 12, "paper bold", 26, "middle"))
    if flow.cardholder_data:
        made.append(Box(area.x + 34, y - 9, GUTTER - 46, 18, "tag", 3))
        tag = plan.say("diagram_card")
        made.append(one_line(tag, area.x + 34 + (GUTTER - 46) / 2, y - 7.5, 12, GUTTER - 54, "cde bold", "middle"))
    sources, targets = ends(plan.places, flow)
    style = f"flow{'-card' if flow.cardholder_data else ''}{'' if flow.protection in ENCRYPTED else '-clear'}"
    ink = "card" if flow.cardholder_data else "plain"
    label = f"{flow.protocol}/{flow.port}"
    if set(sources) == set(targets):
        made += _loop(label, [xs[name] for name in sources], area, y, style, ink)
    else:
        made += _arrow(label, [xs[name] for name in sources], [xs[name] for name in targets], y, pitch, style, ink)
    return Group(_said(plan, number, flow), tuple(made))


def _arrow(
    label: str, sources: Sequence[float], targets: Sequence[float], y: float, pitch: float, style: str, ink: str
) -> list[Drawn]:
    """A line through all ends: a dot at each source, a head at each target on the side that faces a source."""
    made: list[Drawn] = [Line(((min(*sources, *targets), y), (max(*sources, *targets), y)), style)]
    made += [Disc(x, y, 5, f"dot-{ink}") for x in sources]
    for x in targets:
        if any(source < x for source in sources):
            made.append(arrow_head(x, y, 1, f"dot-{ink}"))
        if any(source > x for source in sources):
            made.append(arrow_head(x, y, -1, f"dot-{ink}"))
    hub, others = (sources[0], targets) if len(sources) == 1 else (targets[0], sources)
    right = sum(1 if x > hub else -1 for x in others) >= 0
    return [*made, *_pill(label, hub + (pitch / 2 if right else -pitch / 2), y, ink)]


def _loop(label: str, places: Sequence[float], area: Area, y: float, style: str, ink: str) -> list[Drawn]:
    """A flow between servers of one place: out of its line and back into it."""
    made: list[Drawn] = []
    for x in places:
        side = 1 if x + 100 < area.right else -1
        made.append(Line(((x, y - 7), (x + 20 * side, y - 7), (x + 20 * side, y + 7), (x + 8 * side, y + 7)), style))
        made.append(Disc(x, y - 7, 5, f"dot-{ink}"))
        made.append(arrow_head(x, y + 7, -side, f"dot-{ink}"))
        made += _pill(label, x + 60 * side, y, ink)
    return made


def _pill(label: str, x: float, y: float, ink: str) -> list[Drawn]:
    room = 78.0
    said = one_line(label, x, y - 6.8, LABEL, room - 8, f"{ink} bold", "middle")
    wide = said.width + 10
    return [Box(x - wide / 2, y - 8.5, wide, 17, f"pill-{ink}", 8.5), said]


def _key(plan: Plan, area: Area, y: float) -> tuple[list[Drawn], float]:
    """What lines and marks mean, in one row."""
    x = area.x
    made: list[Drawn] = []
    samples = (
        ("flow-card", "card", "diagram_line_card"),
        ("flow", "plain", "diagram_line_plain"),
        ("flow-clear", "plain", "diagram_line_clear"),
    )
    step = area.width / (len(samples) + 1)
    for style, ink, key in samples:
        made.append(Line(((x + 5, y + 9), (x + 52, y + 9)), style))
        made += [Disc(x + 5, y + 9, 5, f"dot-{ink}"), arrow_head(x + 56, y + 9, 1, f"dot-{ink}")]
        made.append(one_line(plan.say(key), x + 64, y + 1, 12.5, step - 76, "ink"))
        x += step
    made.append(one_line(plan.say("diagram_line_marks"), x, y + 1, 12.5, step, "muted"))
    return made, y + 22
