"""How two sets of properties differ, path by path."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

Json = Any
MISSING = object()


def differing_paths(before: Json, after: Json, at: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Return the deepest paths at which the two values are not equal; a list of another length is one path."""
    return [path for path, _, _ in differences(before, after, at)]


def differences(before: Json, after: Json, at: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Json, Json]]:
    """Yield (path, before, after) where the values differ; MISSING where one side has nothing."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in sorted(set(before) | set(after)):
            yield from differences(before.get(name, MISSING), after.get(name, MISSING), (*at, name))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from differences(old, new, (*at, str(index)))
    elif before is MISSING or after is MISSING or before != after:
        yield at, before, after


def text_of(value: Json) -> str:
    """Return a value as CloudFormation shows it: text as it is, the rest as JSON."""
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True, default=str)


def comparable(value: Json) -> Json:
    """Return the value so that two ways of saying the same compare equal.

    A policy document may be text or an object; a list of scalars has no order; a list of one is its item;
    numbers and booleans may be text.
    """
    if isinstance(value, str):
        parsed = _parsed(value)
        return value if parsed is None else comparable(parsed)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(int(value)) if float(value).is_integer() else str(value)
    if isinstance(value, dict):
        return {key: comparable(item) for key, item in value.items()}
    if isinstance(value, list):
        return _comparable_list([comparable(item) for item in value])
    return value


def _comparable_list(items: list[Json]) -> Json:
    ordered = sorted(items, key=lambda item: json.dumps(item, sort_keys=True, default=str))
    return ordered[0] if len(ordered) == 1 else ordered


def _parsed(text: str) -> Json | None:
    stripped = unquote(text).strip() if text.startswith("%7B") else text.strip()
    if not stripped.startswith(("{", "[")):
        return None
    try:
        return json.loads(stripped)
    except ValueError:
        return None
