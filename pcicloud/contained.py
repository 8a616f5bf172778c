"""The one place where every exception is caught: a unit's crash becomes a value, the program's becomes a sentence."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from pcicloud.errors import NotSeen, OutsideError, PcicloudError

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Crash:
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
        _log("%s crashed with %s\n%s", unit, type(error).__name__, frames)
        return Crash(unit=unit, error=type(error).__name__)


@contextmanager
def last_net() -> Iterator[None]:
    """Turns an exception that nobody expected into an OutsideError of one sentence; its trace goes to the log."""
    try:
        yield
    except (PcicloudError, OSError):
        raise
    except Exception as error:
        _log("%s", traceback.format_exc())
        first_line = (str(error).splitlines() or [""])[0][:300]
        what = f"{type(error).__name__}: {first_line}".rstrip(": ")
        raise OutsideError(
            f"pcicloud met an error it does not know: {what}",
            hint="run it again with `pcicloud -v` to see its trace, and please report it",
        ) from error


def _log(text: str, *values: str) -> None:
    # Imported here, as every command comes through this module before it knows whether it will log anything.
    import logging

    logging.getLogger("pcicloud").critical(text, *values)
