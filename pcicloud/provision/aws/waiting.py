"""How long to wait between two looks at something that AWS is working on."""

from __future__ import annotations

from collections.abc import Iterator

DELAY_FIRST_S = 0.1
DELAY_MAX_S = 5.0
GROWTH = 1.5


def delays_s() -> Iterator[float]:
    """Seconds to wait before each next look, without end: short at first, then longer, so that AWS isn't hurried."""
    delay_s = DELAY_FIRST_S
    while True:
        yield delay_s
        delay_s = min(delay_s * GROWTH, DELAY_MAX_S)
