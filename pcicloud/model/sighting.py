"""What a collector saw, or could not see, and the record that the evidence log keeps of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec

from pcicloud.model.outcome import Json

Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class Target(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One place to look at: an AWS account in a region (or `global`), or a host.

    `str()` of it is its id: `aws:123456789012:ap-northeast-1`, `aws:123456789012:global`, `host:web1`.
    """

    family: str
    name: str
    part: str = ""

    def __str__(self) -> str:
        return ":".join(piece for piece in (self.family, self.name, self.part) if piece)

    @classmethod
    def parse(cls, id_: str) -> Target:
        """The target with this id."""
        family, name, *part = id_.split(":", 2)
        return cls(family=family, name=name, part="".join(part))


class Seen(msgspec.Struct, frozen=True, omit_defaults=True):
    """One resource and what the source answered of it, unaltered.

    `hosts` are the running hosts that the resource is or holds, each by the names by which environment.yaml may
    declare it, the one that no other host has first.
    """

    resource: str
    body: Json
    hosts: tuple[tuple[str, ...], ...] = ()


class Unseen(msgspec.Struct, frozen=True):
    """One resource that is there but could not be looked at, and why."""

    resource: str
    reason: str


class Sighting(msgspec.Struct, frozen=True, kw_only=True):
    """All that one collector brought back from one target: the object that the evidence store keeps."""

    schema: str = "pcicloud.sighting/1"
    seen: tuple[Seen, ...] = ()
    unseen: tuple[Unseen, ...] = ()


class Serves(msgspec.Struct, frozen=True, kw_only=True):
    """A testing procedure that the evidence serves, with the assessor's method."""

    procedure: str
    method: str


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the evidence log: what was seen, when, by what, of what population, and how long it holds.

    `object` is the SHA-256 of the canonical JSON of the Sighting, `None` where nothing was seen at all (`gap`
    then says why). `period_from`/`period_to` is the time that the evidence speaks for, which is not the time at
    which it was stored. `asked` lists the API calls or commands, in the order in which they were first made.
    """

    schema: str = "pcicloud.evidence/1"
    environment: str
    run: str
    collector: str
    target: str
    started_at: Moment
    collected_at: Moment
    period_from: Moment
    period_to: Moment
    max_age_s: int
    collected_by: str
    tool: str
    asked: tuple[str, ...]
    population: int
    object: str | None
    gap: str | None = None
    serves: tuple[Serves, ...] = ()
