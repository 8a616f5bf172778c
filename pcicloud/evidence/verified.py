"""What a verification that found nothing wrong has looked at."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """The counts of what was verified; that this value exists at all says that everything fits.

    `signed_lines` are covered by the last checkpoint; of the lines after it only the form can be verified.
    `unfinished_bytes` stand behind the last acknowledged line: a writer is at work, or was cut off. `pinned` says
    whether the caller named the key to expect: without it the signatures show only that all is of one piece.
    `rejudged`: the bundle's evidence was judged again and gave the same bytes. `unverified` says what could not be
    verified, and why.
    """

    schema: str = "pcicloud.verification/1"
    kind: Literal["store", "bundle"]
    environment: str
    vkey: str
    pinned: bool
    lines: int
    signed_lines: int
    objects: int
    checkpoints: int
    unfinished_bytes: int = 0
    run: str | None = None
    as_of: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    rejudged: bool = False
    unverified: tuple[str, ...] = ()


def unsigned(lines: int, signed_lines: int) -> tuple[str, ...]:
    """Why the signatures don't cover everything, as a Verified says it; empty where they do."""
    if not lines:
        return ("there is no evidence yet",)
    if signed_lines < lines:
        return (f"{lines - signed_lines} lines are not signed: a run goes on, or was cut off",)
    return ()
