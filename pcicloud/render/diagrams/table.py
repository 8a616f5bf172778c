"""The table of flows: number, from, to, protocol and port, reason, cardholder data, protection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil

from pcicloud.model.fleet import Flow
from pcicloud.render import Language
from pcicloud.render import _words as words
from pcicloud.render.diagrams.shapes import Box, Drawn, Group, Line, height, paragraph
from pcicloud.render.diagrams.sheet import Area

SIZE, PAD, GAP = 12.0, 5.0, 20.0
#: The columns: their words, and their parts of the width.
COLUMNS = (
    ("diagram_number", 0.4),
    ("diagram_source", 1.35),
    ("diagram_target", 1.35),
    ("diagram_port", 0.95),
    ("diagram_reason", 4.1),
    ("diagram_carries", 1.2),
    ("diagram_protection", 1.75),
)


def table(
    flows: Sequence[Flow], title: Callable[[str], str], language: Language, area: Area, y: float
) -> tuple[list[Drawn], float]:
    """The table in two halves beside each other, and where it ends; `title` gives the name of a place."""
    half = ceil(len(flows) / 2)
    width = (area.width - GAP) / 2
    rows = [_row(number, flow, title, language) for number, flow in enumerate(flows, 1)]
    header = tuple(words.spoken(words.say(key), language) for key, _ in COLUMNS)
    made: list[Drawn] = []
    bottom = y
    for number, some in enumerate((rows[:half], rows[half:])):
        x, at = area.x + number * (width + GAP), y
        for place, (row, carries) in enumerate([(header, False), *some]):
            shapes, end = _drawn(row, x, at, width, "head" if not place else "card" if carries else "row")
            made.append(Group(" · ".join(row), tuple(shapes)))
            at = end
        bottom = max(bottom, at)
    return made, bottom


def _row(number: int, flow: Flow, title: Callable[[str], str], language: Language) -> tuple[tuple[str, ...], bool]:
    carries = words.say("diagram_yes" if flow.cardholder_data else "diagram_no")
    row = (
        str(number),
        title(flow.source),
        title(flow.target),
        f"{flow.protocol}/{flow.port}",
        words.spoken(flow.reason, language),
        words.spoken(carries, language),
        words.spoken(words.within(words.load().protections, flow.protection), language),
    )
    return row, flow.cardholder_data


def _drawn(row: Sequence[str], x: float, y: float, width: float, kind: str) -> tuple[list[Drawn], float]:
    parts = [part for _, part in COLUMNS]
    rooms = [width * part / sum(parts) - PAD for part in parts]
    bold = kind == "head"
    deep = max(height(text, SIZE, room, bold=bold) for text, room in zip(row, rooms, strict=True)) + PAD
    made: list[Drawn] = [Box(x, y, width, deep, f"table-{kind}")]
    at = x + PAD / 2
    for number, (text, room) in enumerate(zip(row, rooms, strict=True)):
        strong = bold or number == 0 or (number == 5 and kind == "card")
        look = "ink bold" if strong else "ink"
        said, _ = paragraph(text, at, y + PAD / 2, SIZE, room, look)
        made += said
        at += room + PAD
    made.append(Line(((x, y + deep), (x + width, y + deep)), "rule"))
    return made, y + deep
