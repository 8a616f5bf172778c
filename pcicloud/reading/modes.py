"""File modes: who may do what with a file."""

from __future__ import annotations

from collections.abc import Iterable

from pcicloud.model.outcome import Json


def looser(stat: Json, mode_max: int, *, owners: tuple[str, ...] = ("root",)) -> str:
    """Why a file is more open than `mode_max` or not its owner's, empty where it is fine. Links are fine."""
    if stat["type"] == "link":
        return ""
    if stat["owner"] not in owners:
        return f"{stat['path']} belongs to {stat['owner']}"
    if int(stat["mode"], 8) & ~mode_max & 0o7777:
        return f"{stat['path']} has mode {stat['mode']} ({mode_max:04o} at most)"
    return ""


def loose(stats: Iterable[Json], mode_max: int, *, owners: tuple[str, ...] = ("root",)) -> list[str]:
    """The reasons of all files that are too open; for a folder, who may read may also enter."""
    reasons = (looser(stat, _for(stat, mode_max), owners=owners) for stat in stats)
    return [reason for reason in reasons if reason]


def _for(stat: Json, mode_max: int) -> int:
    if stat["type"] != "folder":
        return mode_max
    return mode_max | ((mode_max & 0o444) >> 2) | 0o5000


def told(reasons: list[str], *, at_most: int = 3) -> str:
    """The first reasons in one sentence, and how many more there are."""
    more = f" and {len(reasons) - at_most} more" if len(reasons) > at_most else ""
    return "; ".join(reasons[:at_most]) + more
