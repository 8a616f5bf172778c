"""Lines of text where a Japanese letter is two columns wide."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterator

NO_LINE_START = "、。」』)ーっゃゅょッャュョ々・"
#: What stays on one line: a run of Latin letters and digits, a word in katakana, or one other letter.
TOGETHER = re.compile(r"[!-~]+|[\u30a1-\u30fa\u30fc]+|.", re.DOTALL)


def columns(text: str) -> int:
    """How many columns of a terminal or a table the text takes."""
    return len(text) if text.isascii() else sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """The text in lines of at most `width` columns: broken at blanks, and between Japanese letters.

    `first` stands before its first line, `rest` before the others. rich would break Japanese anywhere, also before a 、
    that must not begin a line.
    """
    if text.isascii():
        return textwrap.wrap(first + text, width, subsequent_indent=rest, drop_whitespace=True, break_long_words=False)
    return list(_broken(text, width, first, rest))


def _broken(text: str, width: int, first: str, rest: str) -> Iterator[str]:
    line, taken = first, columns(first)
    for piece in TOGETHER.findall(text):
        size = columns(piece)
        if taken + size > width and line.strip() and piece[0] not in NO_LINE_START:
            yield line.rstrip()
            line, taken, piece = rest, columns(rest), piece.lstrip()
        line, taken = line + piece, taken + columns(piece)
    yield line.rstrip()
