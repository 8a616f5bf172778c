"""Runs a unit so that its crash is a value: the one place where every exception is caught."""

from __future__ import annotations

import logging
import traceback
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
    """What `run` returns, or a Crash; NotSeen is an answer and passes.

    The frames of the crash go to the log `pcicloud`, the error's own text does not: it may hold what was seen.
    """
    try:
        return run()
    except NotSeen:
        raise
    except Exception as error:  # noqa: BLE001 a crash of one unit must not hide what the others saw
        frames = "".join(traceback.format_tb(error.__traceback__))
        log.critical("%s crashed with %s\n%s", unit, type(error).__name__, frames)
        return Crash(unit=unit, error=type(error).__name__)
