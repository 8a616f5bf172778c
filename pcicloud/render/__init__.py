"""Output formats: each module here turns an assessment into one kind of document; a new module is a new format."""

from __future__ import annotations

import importlib
from typing import Literal, Protocol, cast

from pcicloud import discover
from pcicloud.errors import UsageError
from pcicloud.model.assessment import Assessment

Language = Literal["en", "ja"]


class Form(Protocol):
    """An output format. `NAME` is the word after `--format`, `FILE` the name of the file when the user gives none."""

    NAME: str
    MEDIA_TYPE: str
    FILE: str

    def render(self, assessment: Assessment, *, language: Language) -> bytes:
        """The document: all 280 requirements, and equal bytes for an equal assessment."""


def forms() -> dict[str, Form]:
    """Every output format by its name, sorted."""
    modules = (importlib.import_module(f"pcicloud.render.{name}") for name in discover.names("render"))
    found = (cast(Form, module) for module in modules)
    return {form.NAME: form for form in sorted(found, key=lambda form: form.NAME)}


def form(name: str) -> Form:
    """The output format of this name. Raises UsageError where there is none."""
    known = forms()
    if name not in known:
        raise UsageError(f"there is no format called {name}", hint=f"choose one of {', '.join(known)}")
    return known[name]
