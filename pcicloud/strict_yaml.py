"""Reads YAML strictly: no duplicate or unknown keys, no aliases, ids stay text; every error has its file and line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import msgspec
import yaml

from pcicloud.errors import DefinitionError

T = TypeVar("T")
Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "": None}
PATH_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]|\[\.\.\.\]")
NUMBER_FOR_TEXT = re.compile(r"Expected `str[^`]*`, got `(int|bool)`")
#: libyaml builds nodes by recursion in C, which a file of 100,000 brackets would crash; no file of ours needs ten.
DEPTH_MAX = 60


def load(path: Path, into: type[T]) -> T:
    """The file's content as a value of `into` (a msgspec Struct). Raises DefinitionError `path:line: what`."""
    return parse(read(path), into, name=str(path))


def read(path: Path) -> str:
    """The text of a file. Raises DefinitionError where it can't be read or is not UTF-8."""
    try:
        return decoded(path.read_bytes(), name=str(path))
    except FileNotFoundError as error:
        raise DefinitionError(f"{path}: there is no such file") from error
    except OSError as error:
        raise DefinitionError(f"{path}: it can't be read: {error.strerror or error}") from error


def decoded(data: bytes, *, name: str) -> str:
    """The text that the bytes of a file are. Raises DefinitionError `name:line: what` where it is not UTF-8."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DefinitionError(f"{name}:{line}: this is not UTF-8 text", hint="save the file as UTF-8") from error


def parse(text: str, into: type[T], *, name: str) -> T:
    """The text as a value of `into`; `name` stands in the errors."""
    return document(text, name=name).as_(into)


class Document(NamedTuple):
    """A text that was read: nodes with their lines, and `plain`: dicts, lists, texts, whole numbers, booleans."""

    name: str
    root: yaml.Node
    plain: Any

    def as_(self, into: type[T], plain: Any = None) -> T:
        """The content, or `plain` in its place, as a value of `into`. Raises DefinitionError with file and line."""
        try:
            return msgspec.convert(self.plain if plain is None else plain, into)
        except msgspec.ValidationError as error:
            what, _, place = str(error).partition(" - at `")
            line = _line_of(self.root, place.rstrip("`"), what)
            raise DefinitionError(f"{self.name}:{line}: {_say(what, place.rstrip('`'))}") from error


def document(text: str, *, name: str) -> Document:
    """The text as a document that has yet to become a value. Raises DefinitionError where it is no YAML of ours."""
    root = _compose(text, name)
    return Document(name, root, _plain(root, name))


def tree(text: str, *, name: str) -> Any:
    """The text as plain dicts, lists, texts, whole numbers and booleans, without a type to hold it to."""
    return _plain(_compose(text, name), name)


def line_of(text: str, place: str, *, name: str) -> int:
    """The line, from 1, at which the value of a path such as `$.hosts[0].name` stands; as near as the text has it."""
    return _line_of(_compose(text, name), place, "")


def _compose(text: str, name: str) -> yaml.Node:
    try:
        _refuse_traps(text, name)
        root = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DefinitionError(f"{name}:{line}: this is not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        raise DefinitionError(f"{name}:{line}: this is not YAML: {str(error).splitlines()[0]}") from error
    if root is None:
        raise DefinitionError(f"{name}:1: the file is empty")
    return root


def _refuse_traps(text: str, name: str) -> None:
    """Raise DefinitionError for what makes a small file a big value (aliases), or its reading a crash (depth)."""
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEPTH_MAX:
            raise DefinitionError(f"{name}:{_line(event)}: this is nested more than {DEPTH_MAX} deep")
        if getattr(event, "anchor", None):
            raise DefinitionError(
                f"{name}:{_line(event)}: anchors (&) and aliases (*) are not allowed here",
                hint="write the value out; put a text that begins with & or * in quotes",
            )


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


def _line(node: yaml.Node | yaml.Event) -> int:
    mark = node.start_mark
    return int(mark.line) + 1 if mark else 1


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
    if NUMBER_FOR_TEXT.search(said):
        said += "; put it in quotes"
    return f"{where}: {said}" if where else said
