"""A run of the collectors as the evidence log keeps it: a line at its begin and one at its end."""

from __future__ import annotations

from datetime import datetime

import msgspec


class Planned(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One look that a run intends to take: a collector's id and a target's id."""

    collector: str
    target: str


class RunBegin(msgspec.Struct, frozen=True, kw_only=True):
    """The first line of a run. `object` is the SHA-256 of the canonical JSON of the Environment that is looked at.

    `targets` are the ids of all of its places, those included that nothing was planned for. `requirements` are the ids
    of those that the run looks for; empty where it looks for all.
    """

    schema: str = "pcicloud.run/1"
    run: str
    environment: str
    object: str
    planned: tuple[Planned, ...]
    targets: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    started_at: datetime
    tool: str


class RunEnd(msgspec.Struct, frozen=True, kw_only=True):
    """The last line of a run that was not cut off. `calls` counts API calls and commands, retries included."""

    schema: str = "pcicloud.run_end/1"
    run: str
    ended_at: datetime
    calls: int


class RunRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What the log knows of a run. `end` is None where it was cut off or still goes on."""

    begin: RunBegin
    end: RunEnd | None
