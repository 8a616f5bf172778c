"""Finds the four content folders, in a checkout or in the installed wheel, as real paths."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pcicloud.errors import DefinitionError

Folder = Literal["controls", "templates", "playbooks", "reports"]


@cache
def folder(name: Folder) -> Path:
    """The content folder `name`. Raises DefinitionError where neither the wheel nor the checkout has it."""
    here = Path(__file__).resolve().parent
    for place in (here / "_data" / name, here.parent / name):
        if place.is_dir():
            return place
    raise DefinitionError(f"the folder {name}/ is missing", hint="install pcicloud again")
