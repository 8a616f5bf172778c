"""Runs a unit so that its crash is a value: the one place where every exception is caught."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

import msgspec

from pcicloud.errors import NotSeen

T = TypeVar("T")
log = logging.getLogger("pcicloud")


class Crash(msgspec.Struct, frozen=True, kw_only=True):
    """A unit that raised instead of answering. Only the error's type is kept: its text may hold what was seen."""

    unit: str
    error: str


def contained(unit: str, run: Callable[[], T]) -> T | Crash:
    """What `run` returns, or a Crash whose trace goes to the log `pcicloud`; NotSeen is an answer and passes."""
    try:
        return run()
    except NotSeen:
        raise
    except Exception as error:  # noqa: BLE001 a crash of one unit must not hide what the others saw
        log.exception("%s crashed", unit)
        return Crash(unit=unit, error=type(error).__name__)
