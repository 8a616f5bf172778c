"""What moto answers otherwise than AWS and pcicloud depends on: corrected in place, one module a service of moto.

Each module has `correct()`, which is called once, before the service's first call.
"""

from __future__ import annotations

import importlib
import pkgutil


def correct_moto(service: str) -> None:
    """Correct moto's backend of one service, if there is a module for it."""
    if service in {info.name for info in pkgutil.iter_modules(__path__)}:
        importlib.import_module(f"{__name__}.{service}").correct()
