"""suricata.yaml: which rules are loaded, and what becomes of alerts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from pcicloud.errors import DefinitionError
from pcicloud.model.outcome import Json
from pcicloud.reading.lines import content
from pcicloud.strict_yaml import document

CONTENT = ("payload", "payload-printable", "packet", "http-body", "http-body-printable")
COUNT = re.compile(r"(?m)^(/[^:\n]+):(\d+)$")


class EveLog(msgspec.Struct, frozen=True, kw_only=True):
    """One eve-log: where it goes, the types that it tells, and what of a packet's content its alerts carry."""

    filetype: str
    enabled: bool
    types: frozenset[str]
    content: tuple[str, ...]


def settings(body: Json) -> dict[str, Any]:
    """All settings; nothing where the file is no YAML mapping."""
    try:
        said = document(content(body["settings"]), name="suricata.yaml").plain
    except DefinitionError:
        return {}
    return said if isinstance(said, dict) else {}


def unreadable(body: Json) -> bool:
    """Whether the settings could not be understood at all, so that nothing may be concluded from what they lack."""
    return not settings(body)


def rule_files(body: Json) -> tuple[str, ...]:
    """The whole paths (patterns) of the files of rules that are named."""
    said = settings(body)
    folder = str(said.get("default-rule-path", "/etc/suricata/rules")).rstrip("/")
    names = [str(name) for name in said.get("rule-files") or ()]
    return tuple(name if name.startswith("/") else f"{folder}/{name}" for name in names)


def rule_counts(body: Json) -> dict[str, int]:
    """How many rules each file has."""
    said = body["rules"]
    return {path: int(count) for path, count in COUNT.findall(said["stdout"])} if said else {}


def eve_logs(body: Json) -> tuple[EveLog, ...]:
    """Every eve-log."""
    outputs = settings(body).get("outputs") or ()
    every = [one["eve-log"] for one in outputs if isinstance(one, dict) and isinstance(one.get("eve-log"), dict)]
    return tuple(_eve(one) for one in every)


def _eve(said: dict[str, Any]) -> EveLog:
    types = dict(_types(said.get("types") or ()))
    alert = types.get("alert", {})
    return EveLog(
        filetype=str(said.get("filetype", "regular")),
        enabled=said.get("enabled") in (True, "yes"),
        types=frozenset(types),
        content=tuple(word for word in CONTENT if alert.get(word) in (True, "yes")),
    )


def _types(every: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for one in every:
        if isinstance(one, dict):
            yield from ((str(name), words if isinstance(words, dict) else {}) for name, words in one.items())
        else:
            yield str(one), {}
