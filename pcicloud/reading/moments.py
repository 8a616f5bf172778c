"""Reads moments as AWS writes them and counts the days between them."""

from __future__ import annotations

from datetime import UTC, datetime


def moment(text: str) -> datetime:
    """A moment from ISO 8601 text, as aware UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


def whole_days(since: str, until: datetime) -> int:
    """The whole days from a moment (ISO 8601 text) until another."""
    return (until - moment(since)).days
