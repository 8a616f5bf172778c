"""Reads YAML strictly: no duplicate keys, no unknown keys, ids stay text, and every error has its file and line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from pcicloud.errors import DefinitionError

T = TypeVar("T")
Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "": None}
PATH_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]|\[\.\.\.\]")


def load(path: Path, into: type[T]) -> T:
    """The file's content as a value of `into` (a msgspec Struct). Raises DefinitionError `path:line: what`."""
    return parse(read(path), into, name=str(path))


def read(path: Path) -> str:
    """The text of a file. Raises DefinitionError where it can't be read or is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise DefinitionError(f"{path}: there is no such file") from error
    except (OSError, UnicodeDecodeError) as error:
        raise DefinitionError(f"{path}: it can't be read: {error}") from error


def parse(text: str, into: type[T], *, name: str) -> T:
    """The text as a value of `into`; `name` stands in the errors."""
    root = _compose(text, name)
    plain = _plain(root, name)
    try:
        return msgspec.convert(plain, into)
    except msgspec.ValidationError as error:
        what, _, place = str(error).partition(" - at `")
        line = _line_of(root, place.rstrip("`"), what)
        raise DefinitionError(f"{name}:{line}: {_say(what, place.rstrip('`'))}") from error


def tree(text: str, *, name: str) -> Any:
    """The text as plain dicts, lists, texts, whole numbers and booleans, without a type to hold it to."""
    return _plain(_compose(text, name), name)


def _compose(text: str, name: str) -> yaml.Node:
    try:
        root = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DefinitionError(f"{name}:{line}: this is not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise DefinitionError(f"{name}:1: this is not YAML: {error}") from error
    if root is None:
        raise DefinitionError(f"{name}:1: the file is empty")
    return root


def _plain(node: yaml.Node, name: str) -> Any:
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise DefinitionError(f"{name}:{_line(key)}: a key must be a text")
            if key.value in found:
                raise DefinitionError(f"{name}:{_line(key)}: the key {key.value} stands here a second time")
            found[key.value] = _plain(value, name)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, name) for item in node.value]
    return _scalar(node)


def _scalar(node: yaml.Node) -> str | int | bool | None:
    text: str = node.value
    if getattr(node, "style", None):
        return text
    if text in WORDS:
        return WORDS[text]
    return int(text) if INTEGER.fullmatch(text) else text


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _line_of(root: yaml.Node, place: str, what: str) -> int:
    """The line that msgspec's path `$.hosts[0].name` points at, or the line of the unknown key that `what` names."""
    node = root
    for key, index in PATH_STEP.findall(place):
        below = _below(node, key, index)
        if below is None:
            break
        node = below
    unknown = re.search(r"unknown field `(.+)`", what)
    if unknown and isinstance(node, yaml.MappingNode):
        for key_node, _ in node.value:
            if key_node.value == unknown[1]:
                return _line(key_node)
    return _line(node)


def _below(node: yaml.Node, key: str, index: str) -> yaml.Node | None:
    if index and isinstance(node, yaml.SequenceNode):
        return node.value[int(index)]  # type: ignore[no-any-return]
    if key and isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == key), None)
    return None


def _say(what: str, place: str) -> str:
    where = place.removeprefix("$.").removeprefix("$")
    said = re.sub(r"^Object (contains|missing)", lambda m: m[1], what)
    said = said.replace("contains unknown field", "there is no such key as").replace(
        "missing required field", "a required key is missing:"
    )
    return f"{where}: {said}" if where else said
