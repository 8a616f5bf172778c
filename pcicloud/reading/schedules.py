"""When something runs: cron's files and systemd's timers."""

from __future__ import annotations

import re

from pcicloud.model.outcome import Json
from pcicloud.reading.lines import content, lines

NICKNAMES = {"@hourly": 1, "@daily": 1, "@midnight": 1, "@weekly": 7, "@monthly": 31, "@yearly": 366, "@annually": 366}


def days_between(files: list[Json], command: str) -> int | None:
    """The days between two runs of the command in /etc/cron.d style files, the shortest; None where it never runs."""
    found = [_days(line) for file in files for line in lines(content(file)) if re.search(command, line)]
    known = [days for days in found if days is not None]
    return min(known) if known else None


def _days(line: str) -> int | None:
    words = line.split()
    if words[0] in NICKNAMES:
        return NICKNAMES[words[0]]
    if len(words) < 7 or not re.match(r"[\d*]", words[0]):
        return None
    day_of_month, month, day_of_week = words[2:5]
    if month != "*":
        return 366
    if day_of_week != "*":
        return 7
    step = re.fullmatch(r"\*(?:/([1-9]\d*))?", day_of_month)
    return min(int(step[1] or 1), 31) if step else 31


def in_folder(stats: list[Json], folder: str, pattern: str) -> bool:
    """Whether an executable script of that name is in a folder such as /etc/cron.daily."""
    return any(
        re.fullmatch(rf"{re.escape(folder)}/{pattern}", stat["path"]) and int(stat["mode"], 8) & 0o100 for stat in stats
    )
