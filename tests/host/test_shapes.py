"""Bodies of host evidence, in stories and from real hosts, are what a host can answer: an invented field fails."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pcicloud import discover
from pcicloud.host import HostAnswers, key_of
from pcicloud.model.asking import (
    Ask,
    Command,
    CommandAnswer,
    EachCommand,
    Facts,
    File,
    FileAnswer,
    Files,
    Shadow,
    ShadowAnswer,
    StatAnswer,
    Stats,
)

STORIES = sorted((Path(__file__).parent.parent / "checks" / "host").glob("*/*.json"))
COLLECTORS = [id_ for id_ in discover.all_ids("collectors") if id_.startswith("host.")]
WORDS = {"kernel": {"own", "shared", "none"}}
COMMAND = {"argv": ["x"], "exit_code": 0, "stdout": "permitrootlogin no\n", "stderr": ""}
FILE = {"path": "/x", "mode": "0644", "owner": "root", "group": "root", "size": 2, "content": "x\n"}
STAT = {
    "path": "/x", "type": "file", "mode": "0644", "owner": "root", "group": "root", "size": 0,
    "modified_at": "2026-11-23T00:00:00Z",
}  # fmt: skip
SHADOW = {
    "user": "x", "password": "locked", "scheme": "", "last_change": 1, "min": None, "max": None, "warn": None,
    "inactive": None, "expire": None,
}  # fmt: skip


def full_answer(ask: Ask) -> Any:
    """One of everything that the ask can be answered with."""
    match ask:
        case Command():
            return {**COMMAND, "argv": list(ask.argv)}
        case EachCommand():
            return [{**COMMAND, "argv": [*ask.argv, "/x"]}]
        case File():
            return {**FILE, "path": ask.path}
        case Files():
            return [FILE]
        case Shadow():
            return [SHADOW]
        case Stats():
            return [STAT]
        case _:
            return [STAT]


def skeleton(collector_id: str) -> dict[str, Any]:
    """The body of a collector on a host that has everything: its keys, and the kind of answer under each."""
    collector = discover.unit("collectors", collector_id)
    facts = Facts(
        uid=0, kernel="own", booted=True, hostname="x", os="debian", os_version="12", now="2026-11-23T00:00:00Z"
    )
    answers = {key_of(ask): {"ok": full_answer(ask)} for ask in collector.asks}
    (seen, *_) = collector.function(HostAnswers(name="x", facts=facts, answers=answers))
    body: dict[str, Any] = seen.body
    return body


def kind_of(value: Any) -> Any:
    """The type that an answer is one of; ValidationError where it is none."""
    if isinstance(value, list):
        return {kind_of(item) for item in value}
    keys = set(value)
    kinds = (CommandAnswer, FileAnswer, StatAnswer, ShadowAnswer)
    return msgspec.convert(value, next(kind for kind in kinds if keys == set(kind.__struct_fields__))).__class__


def holds(body: dict[str, Any], like: dict[str, Any]) -> None:
    assert set(body) == set(like)
    for key, value in body.items():
        if key in WORDS:
            assert value in WORDS[key]
        elif isinstance(like[key], str):
            assert isinstance(value, str)
        elif value is not None and like[key] is None:
            assert kind_of(value), f"{key}: not asked where the other answer is there"
        elif value is not None:
            assert isinstance(value, list) == isinstance(like[key], list), key
            wanted = kind_of(like[key])
            found = kind_of(value)
            assert found <= wanted if isinstance(found, set) else found is wanted, key


@pytest.mark.parametrize("path", STORIES, ids=lambda path: "/".join(path.parts[-2:]))
def test_a_story_holds_only_what_a_host_can_answer(path: Path) -> None:
    story = json.loads(path.read_text())
    check = discover.unit("checks", f"host.{path.parts[-2]}")
    if "body" in story:
        holds(story["body"], skeleton(check.evidence))
    for name, bodies in story.get("beside", {}).items():
        for body in bodies:
            holds(body, skeleton(name))


@pytest.mark.parametrize("collector", COLLECTORS)
def test_a_collector_uses_everything_that_it_asks(collector: str) -> None:
    unit = discover.unit("collectors", collector)
    assert skeleton(collector)
    assert len({key_of(ask) for ask in unit.asks}) == len(unit.asks)


def test_an_invented_field_is_found() -> None:
    like = {"settings": COMMAND}
    holds({"settings": COMMAND}, like)
    for wrong in ({"settings": {**COMMAND, "colour": "red"}}, {"settings": COMMAND, "more": None}):
        with pytest.raises((AssertionError, StopIteration)):
            holds(wrong, like)
