"""Reads lines of IAM's credential report, whose values are all text."""

from __future__ import annotations

from pcicloud.model.outcome import Json

ROOT = "<root_account>"
YES = {"true"}
NEVER = {"", "N/A", "no_information", "not_supported"}


def is_root(line: Json) -> bool:
    """Whether a line is the root user's."""
    return bool(line["user"] == ROOT)


def has_password(line: Json) -> bool:
    """Whether a user can log in to the console with a password."""
    return line["password_enabled"] in YES


def has_second_factor(line: Json) -> bool:
    """Whether a user has a second factor."""
    return bool(line["mfa_active"] == "true")


def active_keys(line: Json) -> list[int]:
    """The numbers of the user's access keys that work."""
    return [number for number in (1, 2) if line[f"access_key_{number}_active"] == "true"]


def time_of(line: Json, *columns: str) -> str | None:
    """The first of the columns that holds a moment; None where none does."""
    return next((line[column] for column in columns if line[column] not in NEVER), None)
