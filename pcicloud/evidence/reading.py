"""What a store and a bundle have in common: the lines of the log and the objects that they name can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

import msgspec

from pcicloud.model.outcome import Json
from pcicloud.model.run import RunBegin, RunEnd, RunRecord


class Line(msgspec.Struct, frozen=True):
    """A line of the log: its number from 0, and its id, the SHA-256 of its canonical JSON."""

    index: int
    id: str


class Reading(Protocol):
    """A source of evidence, be it a store or a bundle."""

    @property
    def environment(self) -> str:
        """The name of the environment that the evidence is of."""

    @property
    def vkey(self) -> str:
        """The C2SP verifier key of the log."""

    def lines(
        self,
        schema: str | None = None,
        *,
        run: str | None = None,
        collector: str | None = None,
        target: str | None = None,
    ) -> Iterator[tuple[Line, Json]]:
        """The lines with these values, in the log's order, each with its content. Raises StoreError."""

    def line(self, line_id: str) -> tuple[Line, Json]:
        """The line of this id. Raises EvidenceMissing."""

    def fetch(self, digest: str) -> bytes:
        """The bytes of an object, checked against their digest. Raises StoreError."""

    def runs(self) -> tuple[RunRecord, ...]:
        """The runs, in the order in which they began."""


def runs_of(lines: Callable[[str], Iterator[tuple[Line, Json]]]) -> tuple[RunRecord, ...]:
    """The runs of a source whose lines of a schema the function gives."""
    ends = {end.run: end for _, body in lines("pcicloud.run_end/1") for end in [msgspec.convert(body, RunEnd)]}
    begins = [msgspec.convert(body, RunBegin) for _, body in lines("pcicloud.run/1")]
    return tuple(RunRecord(begin=begin, end=ends.get(begin.run)) for begin in begins)
