"""What a store and a bundle have in common: the lines of the log and the objects that they name can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol, TypeVar

import msgspec

from pcicloud.errors import StoreError
from pcicloud.model.outcome import Json
from pcicloud.model.run import RunBegin, RunEnd, RunRecord

_UNRELIABLE = "don't rely on this evidence"
_Value = TypeVar("_Value")


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
    """The runs of a source whose lines of a schema the function gives. Raises StoreError."""
    ends = {end.run: end for end in _all(lines, "pcicloud.run_end/1", RunEnd)}
    begins = {begin.run: begin for begin in _all(lines, "pcicloud.run/1", RunBegin)}
    return tuple(RunRecord(begin=begin, end=ends.get(begin.run)) for begin in begins.values())


def _all(lines: Callable[[str], Iterator[tuple[Line, Json]]], schema: str, kind: type[_Value]) -> Iterator[_Value]:
    """Each line of the schema. Raises StoreError at one that is another than a run writes, or there a second time."""
    seen: set[str] = set()
    for line, body in lines(schema):
        place = f"line {line.index + 1} of the log"
        try:
            value = msgspec.convert(body, kind)
        except msgspec.ValidationError as error:
            raise StoreError(f"{place} is not what a run of pcicloud leaves: {error}", hint=_UNRELIABLE) from None
        if body["run"] in seen:
            raise StoreError(f"{place}: run {body['run']} begins or ends twice", hint=_UNRELIABLE)
        seen.add(body["run"])
        yield value
