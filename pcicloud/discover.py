"""Finds units by their place: one module, one unit of the same name; nothing is registered by hand."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Any

from pcicloud.errors import DefinitionError


@cache
def names(package: str) -> tuple[str, ...]:
    """The names of the modules in `pcicloud.<package>`, sorted; packages and names with `_` first are left out."""
    found = importlib.import_module(f"pcicloud.{package}")
    return tuple(sorted(m.name for m in pkgutil.iter_modules(found.__path__) if not m.ispkg and m.name[0] != "_"))


@cache
def families(package: str) -> tuple[str, ...]:
    """The sub-packages of `pcicloud.<package>`, sorted: `aws`, `host`."""
    found = importlib.import_module(f"pcicloud.{package}")
    return tuple(sorted(m.name for m in pkgutil.iter_modules(found.__path__) if m.ispkg and m.name[0] != "_"))


@cache
def unit(package: str, id_: str) -> Any:
    """The unit `<family>.<name>` of `checks` or `collectors`. Raises DefinitionError where there is none."""
    family, _, name = id_.partition(".")
    if family not in families(package) or name not in names(f"{package}.{family}"):
        raise DefinitionError(
            f"there is no {package[:-1]} called {id_}", hint=f"see `pcicloud controls list --{package}`"
        )
    return getattr(importlib.import_module(f"pcicloud.{package}.{family}.{name}"), name)


def all_ids(package: str) -> tuple[str, ...]:
    """The ids of all units of `checks` or `collectors`, without importing one."""
    return tuple(f"{family}.{name}" for family in families(package) for name in names(f"{package}.{family}"))
