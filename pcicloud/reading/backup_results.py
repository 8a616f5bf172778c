"""What pcicloud's backups wrote down of how they ended: one JSON document a run."""

from __future__ import annotations

import re
from datetime import datetime

import msgspec

from pcicloud.model.outcome import Json
from pcicloud.reading.lines import content
from pcicloud.reading.moments import moment

WORD = re.compile(r'"(\w+)":\s*"((?:[^"\\]|\\.)*)"')


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """How one run ended: `backup` or `restore-test`, when, pass or fail, and why it failed."""

    kind: str
    at: datetime
    verdict: str
    reason: str


def newest(files: list[Json], kind: str) -> Result | None:
    """The newest result of a kind, None where there is none. A file that was cut off counts for nothing."""
    found = [result for file in files if (result := _result(file)) and result.kind == kind]
    return max(found, key=lambda one: one.at, default=None)


def _result(file: Json) -> Result | None:
    words = dict(WORD.findall(content(file)))
    if not {"kind", "at", "verdict"} <= set(words):
        return None
    return Result(
        kind=words["kind"], at=moment(words["at"]), verdict=words["verdict"], reason=words.get("reason", "not told")
    )
