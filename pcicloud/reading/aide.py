"""AIDE's selection lines (aide.conf(5)): which paths are watched for their content."""

from __future__ import annotations

import re

from pcicloud.model.outcome import Json
from pcicloud.reading.lines import contents

SELECTION = re.compile(r"(?P<mark>[!=-]?)(?P<pattern>/\S*)(?:\s+(?P<types>0|[a-zD](?:,[a-zD])*))?(?:\s+(?P<rule>\S+))?")
DEFINITION = re.compile(r"@@define\s+(\w+)\s+(\S+)")
CLASSES = {"alnum": "A-Za-z0-9", "alpha": "A-Za-z", "digit": "0-9", "lower": "a-z", "upper": "A-Z"}
ANY_TYPE = (None, "0")


def left_out(files: list[Json], paths: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the (files') paths that no selection line watches, or that a negative one takes out again."""
    names: dict[str, str] = {}
    watched: list[re.Pattern[str] | None] = []
    ignored: list[re.Pattern[str] | None] = []
    for line in contents(files):
        defined = DEFINITION.fullmatch(line)
        if defined:
            names[defined[1]] = defined[2]
        match = SELECTION.fullmatch(re.sub(r"@@\{(\w+)\}", lambda name: names.get(name[1], "@@"), line))
        if match is None or "@@" in match["pattern"] or not _is_of_files(match["types"]):
            continue
        (ignored if match["mark"] in ("!", "-") else watched).append(_pattern(match))
    return tuple(path for path in paths if not _any(watched, path) or _any(ignored, path))


def _is_of_files(types: str | None) -> bool:
    return types in ANY_TYPE or "f" in str(types).split(",")


def _pattern(match: re.Match[str]) -> re.Pattern[str] | None:
    text = re.sub(r"\[:(\w+):\]", lambda name: CLASSES.get(name[1], ""), match["pattern"])
    try:
        return re.compile(f"{text}$" if match["mark"] == "=" else text)
    except re.error:
        return None


def _any(patterns: list[re.Pattern[str] | None], path: str) -> bool:
    return any(pattern.match(path) for pattern in patterns if pattern)
