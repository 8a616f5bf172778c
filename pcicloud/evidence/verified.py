"""What a verification that found nothing wrong has looked at."""

from __future__ import annotations

from typing import Literal

import msgspec


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """The counts of what was verified; that this value exists at all says that everything fits.

    `signed_lines` are covered by the last checkpoint; of the lines after it only the form can be verified.
    `unfinished_bytes` stand behind the last acknowledged line: a writer is at work, or was cut off. `pinned` says
    whether the caller named the key to expect: without it the signatures show only that all is of one piece.
    """

    kind: Literal["store", "bundle"]
    environment: str
    vkey: str
    pinned: bool
    lines: int
    signed_lines: int
    objects: int
    checkpoints: int
    unfinished_bytes: int = 0
