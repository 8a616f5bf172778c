"""How wide text is at most, and how it is broken into lines, without asking for a font."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from pcicloud.render._plain import plain
from pcicloud.wrapping import NO_LINE_START, TOGETHER

#: Widths in em of DejaVu Sans, the widest of the usual sans-serif fonts, rounded up.
NARROW = {0.35: "ijlI.,:;'|!/ -`", 0.44: 'frt()[]{}\\"', 0.56: "cksvxyz_*", 0.84: "OQGDwNHU&=+<>#~^", 1.0: "mMW@%"}
EM = {sign: width for width, signs in NARROW.items() for sign in signs}
SMALL, CAPITAL, OTHER, WIDE, PICTURE = 0.65, 0.78, 0.95, 1.0, 1.4
BOLD = 1.1
ELLIPSIS = "…"
#: Where a long name or address is best broken.
PARTS = re.compile(r"[/._:@-]?[^/._:@-]+|[/._:@-]")
#: Arabic ligatures of whole words (Unicode, Arabic Presentation Forms-A).
SENTENCE = re.compile("[\ufdf0-\ufdfd]")
SMALL_KATAKANA = "ァィゥェォヮ"
SERVER = "サーバ"


def shown(text: str) -> str:
    """The text made plain; a letter that is a whole sentence, wider than any box, is written by its number."""
    return SENTENCE.sub(lambda match: f"\\u{ord(match[0]):04x}", plain(text))


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide the text is at most, in the unit of `size`."""
    return _width_em(text) * size * (BOLD if bold else 1)


@lru_cache(maxsize=4096)
def lines(text: str, size: float, room: float, *, bold: bool = False) -> tuple[str, ...]:
    """The text, made plain, in lines none of which is wider than `room`: broken at blanks, between Japanese letters,
    and where there is neither, anywhere.
    """
    return tuple(_broken(shown(text), room / size / (BOLD if bold else 1)))


def fitted(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """The text in one line, cut with an ellipsis where it is wider than `room`."""
    whole = shown(text)
    if width(whole, size, bold=bold) <= room:
        return whole
    while whole and width(whole + ELLIPSIS, size, bold=bold) > room:
        whole = whole[:-1]
    return whole + ELLIPSIS


def _broken(text: str, room_em: float) -> Iterator[str]:
    line, taken = "", 0.0
    for piece in _pieces(text, room_em):
        size = _width_em(piece)
        # A mark that may not begin a line hangs on to the last one only where there is room for it.
        if line.strip() and taken + size > room_em:
            if piece[0] in NO_LINE_START and len(line) > 1 and not line[-1].isspace():
                carried = line[-1]
                yield line[:-1].rstrip()
                line, taken = carried, _em(carried)
            else:
                yield line.rstrip()
                line, taken = "", 0.0
        if not line:
            piece = piece.lstrip()
            size = _width_em(piece)
        line, taken = line + piece, taken + size
    if line.strip():
        yield line.rstrip()


def _pieces(text: str, room_em: float) -> Iterator[str]:
    """What stays together; a piece that no line has room for falls into parts, and a part such into its letters."""
    for piece in TOGETHER.findall(text):
        if _width_em(piece) <= room_em:
            yield piece
            continue
        for part in PARTS.findall(piece) if piece.isascii() else _halves(piece):
            yield from [part] if _width_em(part) <= room_em else part


def _halves(word: str) -> tuple[str, str]:
    """A word in katakana in two: where its second half does not begin with a letter that belongs to the one before."""
    cut = len(word) - len(SERVER) if word.endswith(SERVER) and word != SERVER else len(word) // 2
    while cut < len(word) - 1 and (word[cut] in NO_LINE_START or word[cut] in SMALL_KATAKANA):
        cut += 1
    return word[:cut], word[cut:]


def _width_em(text: str) -> float:
    return sum(map(_em, text))


@cache
def _em(sign: str) -> float:
    if sign.isascii():
        return EM.get(sign) or (CAPITAL if sign.isupper() else SMALL)
    if sign >= "\U0001f000" or "\u2600" <= sign <= "\u27bf":
        return PICTURE
    return WIDE if unicodedata.east_asian_width(sign) in "WFA" else OTHER
