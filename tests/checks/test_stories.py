"""Every check's stories: files that say what is the case and, in their names, what the verdict must be.

Also the rules that hold for every check and collector as a unit: names, docstrings, stories on both sides, and
bodies that the vendor's own API model could have answered.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pcicloud import discover
from pcicloud.aws import shape_of
from pcicloud.checking import Check
from pcicloud.collecting import Collector
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Outcome, Verdict

HERE = Path(__file__).parent
STORIES = sorted(path for path in HERE.glob("*/*/*.json"))
CHECKS = discover.all_ids("checks")
COLLECTORS = discover.all_ids("collectors")
AS_OF = "2026-11-23T00:00:00Z"


def told(path: Path) -> tuple[Check, dict[str, Any]]:
    return discover.unit("checks", f"{path.parts[-3]}.{path.parts[-2]}"), json.loads(path.read_text())


def environment(story: dict[str, Any]) -> Environment:
    plain = {"name": "story", "model": "aws", **story.get("env", {}), "as_of": story.get("as_of", AS_OF)}
    plain["as_of"] = datetime.fromisoformat(plain["as_of"])
    return msgspec.convert(plain, Environment)


def outcome(check: Check, story: dict[str, Any]) -> Outcome:
    if story.get("none"):
        return check.when_none
    beside = {name.split(".")[1]: tuple(story.get("beside", {}).get(name, [])) for name in check.beside}
    body = tuple(story["bodies"]) if check.whole else story["body"]
    return check.function(body, environment(story), **beside, **story.get("params", {}))


@pytest.mark.parametrize("path", STORIES, ids=lambda path: "/".join(path.parts[-3:]))
def test_a_story_ends_as_its_name_says(path: Path) -> None:
    check, story = told(path)
    said = outcome(check, story)
    assert said.verdict == Verdict(path.name.split(".")[-2]), said.reason
    assert said.reason
    assert set(story.get("params", {})) == set(check.params)
    assert set(story) <= {"params", "body", "bodies", "none", "beside", "env", "as_of"}


@pytest.mark.parametrize("path", STORIES, ids=lambda path: "/".join(path.parts[-3:]))
def test_a_story_has_the_vendors_shapes(path: Path) -> None:
    check, story = told(path)
    bodies = {
        check.evidence: [story["body"]] if "body" in story else story.get("bodies", []),
        **story.get("beside", {}),
    }
    for name, items in bodies.items():
        collector = discover.unit("collectors", name)
        for body in items:
            fits(body, collector.shapes)


def fits(body: Any, shapes: str | dict[str, str]) -> None:
    if isinstance(shapes, dict):
        assert set(body) <= set(shapes), f"the collector has no {set(body) - set(shapes)}"
        for key, value in body.items():
            if value is not None and shapes[key]:
                holds(value, shape_of(shapes[key]), key)
    elif shapes:
        holds(body, shape_of(shapes), shapes)


def holds(value: Any, shape: Any, place: str) -> None:
    """Assert that a value is one that the shape of the vendor's model allows."""
    match shape.type_name:
        case "structure":
            assert isinstance(value, dict), place
            for key, item in value.items():
                assert key in shape.members, f"{place} has no member {key}"
                holds(item, shape.members[key], f"{place}.{key}")
        case "list":
            assert isinstance(value, list), place
            for item in value:
                holds(item, shape.member, f"{place}[]")
        case "map":
            for item in value.values():
                holds(item, shape.value, f"{place}{{}}")
        case "boolean":
            assert isinstance(value, bool), f"{place}: {value!r}"
        case "integer" | "long" | "float" | "double":
            assert isinstance(value, int | float), f"{place}: {value!r}"
            assert not isinstance(value, bool), f"{place}: {value!r}"
        case "timestamp":
            datetime.fromisoformat(value)
        case _:
            assert isinstance(value, str | dict | list), f"{place}: {value!r}"


@pytest.mark.parametrize("id_", CHECKS)
def test_a_check_is_one_file_one_name_with_stories_on_both_sides(id_: str) -> None:
    check = discover.unit("checks", id_)
    assert check.id == id_
    for word in ("Why:", "Fix:", "Source:"):
        assert word in check.doc, f"{id_} does not say {word}"
    verdicts = [path.name.split(".")[-2] for path in (HERE / id_.replace(".", "/")).glob("*.json")]
    assert verdicts.count("pass") >= 1, f"{id_} has no passing story"
    assert verdicts.count("fail") >= 2, f"{id_} needs two failing stories"
    for name in (check.evidence, *check.beside):
        assert name in COLLECTORS


@pytest.mark.parametrize("id_", COLLECTORS)
def test_a_collector_is_one_file_one_name_and_says_what_it_needs(id_: str) -> None:
    collector: Collector = discover.unit("collectors", id_)
    assert collector.id == id_
    assert collector.summary.endswith(".")
    if collector.where == "host":
        assert collector.asks
    else:
        assert collector.permissions
        assert all(":" in permission and "*" not in permission for permission in collector.permissions)
        for shape in [collector.shapes] if isinstance(collector.shapes, str) else collector.shapes.values():
            assert shape == "" or shape_of(shape)


def test_no_story_belongs_to_nothing() -> None:
    strays = {f"{path.parts[-3]}.{path.parts[-2]}" for path in STORIES} - set(CHECKS)
    assert not strays
