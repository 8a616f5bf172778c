"""Fills a requirement's texts and params with its figures: each stands once, in `numbers` or `frequency`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from pcicloud.model.quantity import UNITS, Quantity, quantity

Json = Any
Figures = Mapping[str, Quantity]
Figure = Callable[[str, re.Match[str]], Quantity]
PERIODS = ("every", "within", "keep")
PLACE = re.compile(r"\{([^{}\s]+ )?([a-z_]+)\}")


class Unfillable(ValueError):
    """A placeholder or a figure that fits nothing; `text` is what stands in the file."""

    def __init__(self, text: str, what: str) -> None:
        super().__init__(what)
        self.text = text


def figures(tree: Json) -> dict[str, Quantity]:
    """The figures of one requirement's file by name. Raises Unfillable for one that is no count and unit."""
    numbers, frequency = (_mapping(tree, key) for key in ("numbers", "frequency"))
    found = {**numbers, **{name: frequency[name] for name in PERIODS if frequency.get(name)}}
    return {name: _quantity(value) for name, value in found.items()}


def filled(tree: Json, id_: str, known: Mapping[str, Figures]) -> Json:
    """The content of the file of requirement `id_` with each `{name}` (or `{8.3.6 name}`) replaced by its figure.

    `known` has the figures by requirement. In a text the figure is said with its unit. In a param, which is nothing but
    the placeholder, it becomes a whole number, counted in the unit that the param's name says (`seconds_min`). The
    lines of a text become one: joined by a blank in English, by nothing in Japanese. Raises Unfillable.
    """

    def figure(text: str, place: re.Match[str]) -> Quantity:
        owner = (place[1] or id_).strip()
        try:
            return known[owner][place[2]]
        except KeyError:
            raise Unfillable(text, f"there is no figure {place[0]}") from None

    if not isinstance(tree, dict):
        return tree
    return {
        key: _with_params(value, figure) if key == "checks" else _spoken(value, figure) for key, value in tree.items()
    }


def _mapping(tree: Json, key: str) -> dict[str, Json]:
    value = tree.get(key) if isinstance(tree, dict) else None
    return value if isinstance(value, dict) else {}


def _quantity(value: Json) -> Quantity:
    try:
        return quantity(str(value))
    except ValueError as error:
        raise Unfillable(str(value), str(error)) from None


def _spoken(value: Json, figure: Figure) -> Json:
    if isinstance(value, dict):
        if value.keys() == {"en", "ja"}:
            return {language: _said(text, language, figure) for language, text in value.items()}
        return {key: _spoken(item, figure) for key, item in value.items()}
    return [_spoken(item, figure) for item in value] if isinstance(value, list) else value


def _said(text: Json, language: str, figure: Figure) -> Json:
    if not isinstance(text, str):
        return text
    line = (" " if language == "en" else "").join(piece.strip() for piece in text.splitlines())

    def spoken(place: re.Match[str]) -> str:
        found = figure(text, place)
        return found.as_interval(language) if place[2] == "every" else str(getattr(found, language))

    return PLACE.sub(spoken, line) if "{" in line else line


def _with_params(uses: Json, figure: Figure) -> Json:
    if not isinstance(uses, list):
        return uses
    return [
        {**use, "params": {name: _param(name, value, figure) for name, value in use["params"].items()}}
        if isinstance(use, dict) and isinstance(use.get("params"), dict)
        else use
        for use in uses
    ]


def _param(name: str, value: Json, figure: Figure) -> Json:
    place = PLACE.fullmatch(value) if isinstance(value, str) else None
    if not place:
        return value
    found = figure(value, place)
    unit = next((piece for piece in name.split("_") if piece in UNITS or piece == "seconds"), found.unit)
    try:
        return found.counted_in(unit)
    except ValueError as error:
        raise Unfillable(str(value), f"{name}: {error}") from None
