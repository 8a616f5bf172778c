"""The `@check` decorator: it turns a pure function from evidence to an outcome into a unit that controls can name."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import msgspec

from pcicloud.model.outcome import Outcome


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """A check: which evidence it reads, the function, and what "nothing there" means.

    `id` is `<family>.<name>`, where name = function = file. `beside` names further collectors of the same family
    whose resources reach the function as keyword arguments called like the collector, each a tuple of bodies.
    A `whole` check is called once a target with the tuple of all bodies; any other once a resource.
    `params` are the names of the keyword-only arguments that a control must give.
    """

    id: str
    evidence: str
    function: Callable[..., Outcome]
    when_none: Outcome
    beside: tuple[str, ...]
    whole: bool
    params: tuple[str, ...]
    summary: str
    doc: str


def check(
    *, evidence: str, when_none: Outcome, beside: tuple[str, ...] = (), whole: bool = False
) -> Callable[[Callable[..., Outcome]], Check]:
    """Return a decorator that makes a Check of a function `(body, env, *, <beside…>, <params…>) -> Outcome`.

    `when_none` has no default: the author says what it means that the source answered and there was nothing.
    """

    def make(function: Callable[..., Outcome]) -> Check:
        family = function.__module__.rpartition(".")[0].rpartition(".")[2]
        doc = inspect.getdoc(function) or ""
        keywords = [p.name for p in inspect.signature(function).parameters.values() if p.kind is p.KEYWORD_ONLY]
        beside_names = {name.split(".")[1] for name in beside}
        return Check(
            id=f"{family}.{function.__name__}",
            evidence=evidence,
            function=function,
            when_none=when_none,
            beside=beside,
            whole=whole,
            params=tuple(name for name in keywords if name not in beside_names),
            summary=doc.split("\n", 1)[0],
            doc=doc,
        )

    return make


def ask(check: Check, body: Any, env: Any, **keywords: Any) -> Outcome:
    """The outcome of a check for one body (or the tuple of bodies of a whole check)."""
    return check.function(body, env, **keywords)
