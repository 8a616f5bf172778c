"""Reads EventBridge's event patterns: what each asks of a field of an event, and whether a value passes.

Source: Amazon EventBridge User Guide, "Comparison operators for use in event patterns".
"""

from __future__ import annotations

import operator
from collections.abc import Iterator
from fnmatch import fnmatchcase

from pcicloud.model.outcome import Json

COMPARISONS = {"=": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


class UnreadPatternError(ValueError):
    """A pattern that is written in a way that this reader does not know."""


def fields_of(pattern: Json, at: str = "") -> Iterator[tuple[str, list[Json]]]:
    """Each (path of a field like `detail.severity`, items of which one must accept its value). All must hold.

    Raises UnreadPatternError, also where alternatives (`$or`) join several fields.
    """
    for name, asked in pattern.items():
        if name == "$or" or not isinstance(asked, dict | list):
            raise UnreadPatternError(f"{at}{name}")
        if isinstance(asked, dict):
            yield from fields_of(asked, f"{at}{name}.")
        else:
            yield f"{at}{name}", asked


def accepted(items: list[Json], value: Json) -> bool:
    """Whether one of a field's items accepts a value. Raises UnreadPatternError."""
    return any(_accepts(item, value) for item in items)


def _accepts(item: Json, value: Json) -> bool:
    if not isinstance(item, dict):
        return item == value and isinstance(item, bool) == isinstance(value, bool)
    match list(item.items()):
        case [("exists", wanted)]:
            return bool(wanted)
        case [("numeric", [*parts])]:
            return isinstance(value, int | float) and _within(parts, value)
        case [("anything-but", [*others])]:
            return value not in others
        case [("anything-but", str() | int() | float() as other)]:
            return bool(value != other)
        case [("anything-but", dict() as other)]:
            return not _accepts(other, value)
        case [(kind, str() as text)] if isinstance(value, str):
            return _like(kind, text, value)
    raise UnreadPatternError(", ".join(item))


def _within(parts: list[Json], value: float) -> bool:
    pairs = list(zip(parts[::2], parts[1::2], strict=False))
    if not pairs or any(sign not in COMPARISONS for sign, _ in pairs):
        raise UnreadPatternError("numeric")
    return all(COMPARISONS[sign](value, bound) for sign, bound in pairs)


def _like(kind: str, text: str, value: str) -> bool:
    match kind:
        case "prefix":
            return value.startswith(text)
        case "suffix":
            return value.endswith(text)
        case "equals-ignore-case":
            return value.lower() == text.lower()
        case "wildcard":
            return fnmatchcase(value, text.replace("[", "[[]").replace("?", "[?]"))
    raise UnreadPatternError(kind)
