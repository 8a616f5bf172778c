"""logrotate(8): for how many days a log is kept."""

from __future__ import annotations

import re
from fnmatch import fnmatch

from pcicloud.model.outcome import Json
from pcicloud.reading.lines import content, lines

DAYS = {"hourly": 1 / 24, "daily": 1, "weekly": 7, "monthly": 30, "yearly": 365}


def days_kept(files: list[Json], log: str) -> float | None:
    """The days that rotated copies of a log are kept, None where nothing rotates it (so nothing deletes it)."""
    general: dict[str, str] = {}
    kept = None
    for file in files:
        for names, words in _blocks(content(file)):
            if not names:
                general |= words
            elif any(fnmatch(log, name.strip("\"'")) for name in names):
                kept = _days(_without_periods(general, words) | words)
    return kept


def _without_periods(general: dict[str, str], own: dict[str, str]) -> dict[str, str]:
    """The general words for a block: without a period where the block has one of its own."""
    if not own.keys() & DAYS.keys():
        return general
    return {key: value for key, value in general.items() if key not in DAYS}


def _days(words: dict[str, str]) -> float:
    period = next((days for name, days in DAYS.items() if name in words), 7)
    kept = period * int(words.get("rotate", "0") or 0)
    return min(kept, float(words["maxage"])) if "maxage" in words else kept


def _blocks(text: str) -> list[tuple[list[str], dict[str, str]]]:
    found: list[tuple[list[str], dict[str, str]]] = [([], {})]
    names: list[str] = []
    inside: dict[str, str] | None = None
    script = False
    for line in lines(text):
        word = line.split()[0]
        if script or word in ("postrotate", "prerotate", "firstaction", "lastaction", "preremove"):
            script = word != "endscript"
        elif line.endswith("{"):
            inside = {}
            found.append(([*names, *line[:-1].split()], inside))
            names = []
        elif line == "}":
            inside = None
        elif line.startswith(("/", '"', "'")):
            names += line.split()
        else:
            _set(found[0][1] if inside is None else inside, line)
    return found


def _set(words: dict[str, str], line: str) -> None:
    key, _, value = line.partition(" ")
    if key in DAYS:
        for other in DAYS:
            words.pop(other, None)
    words[key] = re.sub(r"\s*=\s*", "", value.strip())
