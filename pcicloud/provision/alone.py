"""One at a time: whoever else works on the same thing on this machine is sent away."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pcicloud.errors import OutsideError


@contextmanager
def alone(folder: Path, *, on: str) -> Iterator[None]:
    """Hold the folder, which is made where it is not there; the kernel lets go of it when this process ends, however.

    Raises OutsideError where another process holds it. `on`: what both work on, for people.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise OutsideError(f"another pcicloud is at work on {on}", hint="wait until it is done") from error
        yield
    finally:
        os.close(handle)
