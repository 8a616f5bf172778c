"""The sheet of a diagram: A3 landscape with a title above and a title block below, written as SVG."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import msgspec

from pcicloud import __version__, resources
from pcicloud.errors import DefinitionError
from pcicloud.model.fleet import Fleet
from pcicloud.render import Language
from pcicloud.render import _words as words
from pcicloud.render._plain import plain
from pcicloud.render.diagrams.shapes import Box, Drawn, Line, is_bold, one_line, paragraph
from pcicloud.templating import markup

#: A3 landscape in millimetres (ISO 216).
PAGE_MM = (420, 297)
MARGIN = 34.0
HEAD = 72.0
BLOCK = 66.0
#: How wide the drawing is in its own unit: the smallest that has room for it, so that text is as large as it can be.
WIDTHS = tuple(round(1300 * 1.02**step) for step in range(150))


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """What a diagram was drawn from: files with the SHA-256 of their content, and of which moment it speaks.

    `hosts_left_out` are hosts of the environment that have no role, so no place in the diagram.
    """

    files: tuple[tuple[str, str], ...]
    as_of: datetime
    hosts_left_out: tuple[str, ...] = ()


class Area(msgspec.Struct, frozen=True):
    """Where the content of a sheet may stand."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width


class Content(msgspec.Struct, frozen=True):
    """What was drawn, and how high it had to be."""

    shapes: tuple[Drawn, ...]
    height: float


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A drawn diagram with its words for those who do not see it."""

    width: float
    height: float
    title: str
    description: str
    language: Language
    shapes: tuple[Drawn, ...]


def fill(
    draw: Callable[[Area], Content | None],
    fleet: Fleet,
    origin: Origin,
    language: Language,
    *,
    title: str,
    subtitle: str,
    description: str,
) -> Sheet:
    """The sheet with what `draw` makes of its area; `draw` returns None where the area is too narrow.

    Raises DefinitionError where no sheet has room for it.
    """
    for width in WIDTHS:
        height = width * PAGE_MM[1] / PAGE_MM[0]
        area = Area(MARGIN, MARGIN + HEAD, width - 2 * MARGIN, height - 2 * MARGIN - HEAD - BLOCK - 16)
        content = draw(area)
        if content and content.height <= area.height:
            frame = [
                *_head(area, title, subtitle),
                *_block(fleet, origin, language, area, height - MARGIN - BLOCK),
            ]
            return Sheet(
                width=width,
                height=height,
                title=plain(title),
                description=plain(description),
                language=language,
                shapes=(*content.shapes, *frame),
            )
    raise DefinitionError("environment.yaml: there are more servers than one sheet has room for")


def svg(sheet: Sheet) -> bytes:
    """The sheet as SVG 1.1: nothing from outside, no script, equal bytes for an equal sheet."""
    environment = markup(resources.folder("reports"))
    environment.filters.update(plain=plain, number=_number, points=_points)
    environment.tests.update(bold=is_bold)
    page = environment.get_template("diagram.svg.j2")
    return page.render(sheet=sheet, page_mm=PAGE_MM, kind=_kind).encode("utf-8", "backslashreplace")


def _head(area: Area, title: str, subtitle: str) -> list[Drawn]:
    return [
        one_line(title, area.x, MARGIN, 28, area.width, "ink bold"),
        one_line(subtitle, area.x, MARGIN + 38, 14, area.width, "muted"),
    ]


def _block(fleet: Fleet, origin: Origin, language: Language, area: Area, y: float) -> list[Drawn]:
    """The title block: who, what, from which files, as of when, and room for who approves it."""

    def said(key: str) -> str:
        return words.spoken(words.say(key), language)

    files = [f"{name} (SHA-256 {digest[:16]})" for name, digest in origin.files]
    cells: Sequence[tuple[str, Iterable[str], float]] = (
        (said("diagram_environment"), [fleet.name], 1.2),
        (said("diagram_model"), [words.spoken(fleet.title, language)], 1.8),
        (said("diagram_from"), files, 3.0),
        (said("diagram_as_of"), [words.moment(origin.as_of), f"pcicloud {__version__}"], 1.2),
        (said("diagram_approved"), [], 1.8),
    )
    made: list[Drawn] = [Box(area.x, y, area.width, BLOCK, "block")]
    x = area.x
    for number, (label, values, part) in enumerate(cells):
        width = area.width * part / sum(cell[2] for cell in cells)
        if number:
            made.append(Line(((x, y), (x, y + BLOCK)), "rule"))
        made.append(one_line(label, x + 10, y + 6, 11, width - 20, "muted"))
        below = y + 22
        for value in values:
            shown, below = _at_most(value, x + 10, below, width - 20, y + BLOCK - 4)
            made += shown
        x += width
    return made


def _at_most(text: str, x: float, y: float, room: float, bottom: float) -> tuple[list[Drawn], float]:
    """A paragraph that ends above `bottom`: in one cut line where it would not."""
    shown, below = paragraph(text, x, y, 13, room)
    if below <= bottom:
        return shown, below
    return [one_line(text, x, y, 13, room)], y + 18


def _kind(shape: Drawn) -> str:
    return str(shape.__struct_config__.tag)


def _number(value: float) -> str:
    return f"{round(value, 1):.12g}"


def _points(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{_number(x)},{_number(y)}" for x, y in points)
