"""The `@collector` decorator: it turns a generator that asks the world into a unit that checks can name."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, Literal

import msgspec

from pcicloud.model.sighting import Seen, Unseen

Where = Literal["global", "regional", "host"]
Look = Callable[[Any], Iterator[Seen | Unseen]]


class Collector(msgspec.Struct, frozen=True, kw_only=True):
    """A collector: what it asks, what it needs to be allowed to, and for how long its answer holds.

    `id` is `<family>.<name>`, where name = function = file. `permissions` are IAM actions; their union is the
    auditor's policy. `shapes` says which part of the vendor's own API model each body has, so that fixtures can be
    held to it: either one `service:Operation.Path[]` for the whole body or one for each key of the body.
    `asks` is what a host is asked (see collectors/host); one pass over a host asks for all of them at once.
    """

    id: str
    function: Look
    where: Where
    max_age: timedelta
    permissions: tuple[str, ...]
    shapes: str | dict[str, str]
    asks: tuple[Any, ...]
    summary: str


def collector(
    *,
    where: Where,
    max_age: timedelta = timedelta(days=1),
    permissions: tuple[str, ...] = (),
    shapes: str | dict[str, str] = "",
    asks: tuple[Any, ...] = (),
) -> Callable[[Look], Collector]:
    """Return a decorator that makes a Collector of a generator `(account or host) -> Iterator[Seen | Unseen]`.

    The generator lets `NotSeen` of its door pass (the engine makes a gap of it) and catches only errors that are
    themselves an answer.
    """

    def make(function: Look) -> Collector:
        family = function.__module__.rpartition(".")[0].rpartition(".")[2]
        return Collector(
            id=f"{family}.{function.__name__}",
            function=function,
            where=where,
            max_age=max_age,
            permissions=permissions,
            shapes=shapes,
            asks=asks,
            summary=(inspect.getdoc(function) or "").split("\n", 1)[0],
        )

    return make
