"""What a diagram is made of: boxes, lines, marks and words at their places, in one unit that the sheet scales."""

from __future__ import annotations

from typing import Literal

import msgspec

from pcicloud.render.diagrams import lettering

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]
#: From one baseline to the next, as a part of the size.
LEADING = 1.35


class Box(msgspec.Struct, frozen=True, tag="box"):
    """A rectangle; `look` names its style in the template."""

    x: float
    y: float
    width: float
    height: float
    look: str
    radius: float = 0

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> float:
        """Half-way between its left and right edges."""
        return self.x + self.width / 2


class Line(msgspec.Struct, frozen=True, tag="line"):
    """A line through points."""

    points: tuple[Point, ...]
    look: str


class Shape(msgspec.Struct, frozen=True, tag="shape"):
    """A filled shape with these corners, such as the head of an arrow."""

    points: tuple[Point, ...]
    look: str


class Disc(msgspec.Struct, frozen=True, tag="disc"):
    """A filled circle."""

    x: float
    y: float
    radius: float
    look: str


class Words(msgspec.Struct, frozen=True, tag="words"):
    """One line of text; it takes no more than `room`, and `x` is where its `anchor` is."""

    x: float
    y: float
    text: str
    size: float
    look: str
    room: float
    anchor: Anchor = "start"

    @property
    def width(self) -> float:
        """How wide it is at most."""
        return lettering.width(self.text, self.size, bold=is_bold(self.look))


class Group(msgspec.Struct, frozen=True, tag="group"):
    """Shapes that are one thing, with the title that a reader of the screen says."""

    title: str
    shapes: tuple[Box | Line | Shape | Disc | Words | Group, ...]


Drawn = Box | Line | Shape | Disc | Words | Group


def is_bold(look: str) -> bool:
    """Whether words of this look are bold."""
    return "bold" in look


def one_line(
    text: str, x: float, y: float, size: float, room: float, look: str = "ink", anchor: Anchor = "start"
) -> Words:
    """The text in one line, cut where there is no room; `y` is the upper edge of its line."""
    shown = lettering.fitted(text, size, room, bold=is_bold(look))
    return Words(x, y + size, shown, size, look, room, anchor)


def paragraph(
    text: str, x: float, y: float, size: float, room: float, look: str = "ink", anchor: Anchor = "start"
) -> tuple[list[Drawn], float]:
    """The whole text in as many lines as it takes, and where the next may begin; `y` is the upper edge."""
    broken = lettering.lines(text, size, room, bold=is_bold(look))
    step = size * LEADING
    made: list[Drawn] = [
        Words(x, y + size + number * step, line, size, look, room, anchor) for number, line in enumerate(broken)
    ]
    return made, y + step * len(broken)


def height(text: str, size: float, room: float, *, bold: bool = False) -> float:
    """How high a paragraph becomes."""
    return len(lettering.lines(text, size, room, bold=bold)) * size * LEADING


def arrow_head(x: float, y: float, towards: int, look: str) -> Shape:
    """The head of an arrow with its tip at the point: towards the right (1) or the left (-1)."""
    return Shape(((x, y), (x - 10 * towards, y - 5), (x - 10 * towards, y + 5)), look)
