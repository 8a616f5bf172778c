"""One byte form for each JSON value, so that equal values have equal digests."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import msgspec


def canonical(value: Any) -> bytes:
    """The canonical JSON of a JSON value or msgspec Struct: sorted keys, no white space, UTF-8, times as ISO 8601 `Z`.

    Bytes become Base64 text and other times zones become UTC; `json.loads` of the result has the same canonical form.
    Raises ValueError for what JSON can't say without loss: NaN and the infinities, naive times, lone surrogates.
    """
    plain = msgspec.to_builtins(value, str_keys=True, builtin_types=(datetime,))
    text = json.dumps(
        plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_time_in_utc
    )
    return text.encode()


def digest(content: bytes) -> str:
    """The SHA-256 of the bytes as 64 lower-case hex digits."""
    return hashlib.sha256(content).hexdigest()


def _time_in_utc(value: object) -> str:
    if not isinstance(value, datetime):
        raise TypeError(f"{type(value).__name__} has no JSON form")
    if value.tzinfo is None:
        raise ValueError("a time without a zone has no canonical form")
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
