"""The texts of every requirement as its file has them, and as a reader gets them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pcicloud import catalog, resources, strict_yaml
from pcicloud.model.assessment import Text

FOLDER = resources.folder("controls") / catalog.FOLDER
CATALOG = catalog.load()
IDS = [requirement.id for requirement in CATALOG.requirements]


class Said(NamedTuple):
    """One text: `kind` is its place in the file without the numbers (`faq.a`), `raw` still has its placeholders."""

    place: str
    kind: str
    raw: Text
    read: Text


def said(id_: str) -> list[Said]:
    """Every text of the requirement with this id."""
    path = FOLDER / f"{id_}.yaml"
    tree = strict_yaml.tree(strict_yaml.read(path), name=str(path))
    requirement = CATALOG.requirement(id_)
    return [
        Said(".".join(map(str, steps)), ".".join(step for step in steps if isinstance(step, str)), raw, _at(requirement, steps))
        for steps, raw in _walk(tree, ())
    ]  # fmt: skip


def whole_files() -> list[Path]:
    """Every file of controls/."""
    return sorted(resources.folder("controls").rglob("*.yaml"))


def _walk(value: Any, steps: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Text]]:
    if isinstance(value, dict):
        if value.keys() == {"en", "ja"}:
            lines = {language: [line.strip() for line in text.splitlines()] for language, text in value.items()}
            yield steps, Text(en=" ".join(lines["en"]), ja="".join(lines["ja"]))
            return
        for key, item in value.items():
            yield from _walk(item, (*steps, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _walk(item, (*steps, number))


def _at(value: Any, steps: tuple[str | int, ...]) -> Text:
    for step in steps:
        value = value[step] if isinstance(step, int) else getattr(value, step)
    assert isinstance(value, Text)
    return value
