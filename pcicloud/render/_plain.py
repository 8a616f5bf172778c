"""Makes foreign text safe to show: what steers a terminal or hides text becomes visible instead of working."""

from __future__ import annotations

import re

#: Control characters, bidirectional and zero-width formatting, line separators, tags, and what XML 1.0 forbids
#: (Unicode 15.1, general categories Cc, Cf, Zl and Zp; XML 1.0 section 2.2). The page's script has the same list.
UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\U000e0000-\U000e007f]"
)


def plain(text: str) -> str:
    r"""The text in one line, with every unsafe character written as `\x1b` or `\u202e`."""
    return UNSAFE.sub(_written, text)


def clip(text: str, characters_max: int) -> str:
    """The text, made plain, cut to `characters_max` characters with `...` where something was left out."""
    whole = plain(text)
    return whole if len(whole) <= characters_max else whole[: characters_max - 3] + "..."


def _written(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
