"""How a segment and its scope look, the same in every diagram: never by colour alone."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from pcicloud.model.fleet import Segment
from pcicloud.render import Language
from pcicloud.render import _words as words
from pcicloud.render.diagrams.shapes import Box, Drawn, one_line

STRIP = 24.0
CDE = "cde"


def strip(x: float, y: float, width: float, scope: str, language: Language) -> list[Drawn]:
    """The bar above a segment that says its scope in words; that of the CDE is hatched, too."""
    said = words.spoken(words.within(words.load().scopes, scope), language)
    label = one_line(said, x + 10, y + 5, 12.5, width - 20, "paper bold")
    made: list[Drawn] = [Box(x, y, width, STRIP, f"strip-{scope}")]
    end = x + 20 + label.width
    if scope == CDE and end < x + width:
        made.append(Box(end, y, x + width - end, STRIP, "hatch"))
    return [*made, label]


def boundaries(
    drawn: Iterable[tuple[Segment, Box]], margin: float, top: float, language: Language, *, named: bool = True
) -> list[Drawn]:
    """A frame around each run of neighbouring segments that are the CDE, with its name."""
    made: list[Drawn] = []
    for inside, run in groupby(drawn, key=lambda one: one[0].scope == CDE):
        if not inside:
            continue
        boxes = [box for _, box in run]
        x, right = boxes[0].x - margin, boxes[-1].right + margin
        y, bottom = boxes[0].y - top, max(box.bottom for box in boxes) + margin
        made.append(Box(x, y, right - x, bottom - y, "boundary", 6))
        if not named:
            continue
        name = words.spoken(words.say("diagram_boundary"), language)
        # Wires come down to the middle of each segment: the name stands between two of them.
        left, room = boxes[0].middle + 12, (boxes[1].middle if boxes[1:] else right) - boxes[0].middle - 24
        made.append(one_line(name, left, y + 6, 13, room, "cde bold"))
    return made


def range_said(cidr: str, language: Language) -> str:
    """A range of addresses; the one of everybody in words, too."""
    return words.spoken(words.say("diagram_anybody", range=cidr), language) if cidr == "0.0.0.0/0" else cidr
