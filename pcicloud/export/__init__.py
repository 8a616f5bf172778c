"""The catalogue for other tools: each module here writes it in one form; a new module is a new form."""

from __future__ import annotations

import importlib
from typing import Literal, Protocol, cast

from pcicloud import discover
from pcicloud.catalog import Catalog
from pcicloud.errors import UsageError

Language = Literal["en", "ja"]


class Exporter(Protocol):
    """A form of export. `NAME` is the word after `--format`."""

    NAME: str

    def export(self, catalogue: Catalog, *, language: Language) -> dict[str, bytes]:
        """The files by name; equal bytes for an equal catalogue."""


def exporters() -> dict[str, Exporter]:
    """Every form of export by its name, sorted."""
    modules = (importlib.import_module(f"pcicloud.export.{name}") for name in discover.names("export"))
    found = (cast(Exporter, module) for module in modules)
    return {exporter.NAME: exporter for exporter in sorted(found, key=lambda exporter: exporter.NAME)}


def exporter(name: str) -> Exporter:
    """The form of this name. Raises UsageError where there is none."""
    known = exporters()
    if name not in known:
        raise UsageError(f"there is no format called {name}", hint=f"choose one of {', '.join(known)}")
    return known[name]
