"""Control groups of a lab: every process of a machine is in one, so that ending them needs no memory."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from pcicloud.errors import OutsideError
from pcicloud.linux import succeeds

KILL_TIMEOUT_S = 20


def processes(group: Path) -> list[int]:
    """The process ids in a control group and those below it."""
    found: list[int] = []
    for place in _below(group):
        found += [int(line) for line in _read(place).split()]
    return found


def end(group: Path) -> None:
    """End every process in the control group and below, and wait until they are gone. Raises OutsideError."""
    last = time.monotonic() + KILL_TIMEOUT_S
    while group.exists():
        alive = [place for place in _below(group) if _read(place).strip()]
        if not alive:
            return
        if time.monotonic() > last:
            raise OutsideError(f"processes in {group} can't be ended")
        if (group / "cgroup.kill").exists():
            with suppress(OSError):
                (group / "cgroup.kill").write_text("1")
        for place in alive:
            for line in _read(place).split():
                succeeds("kill", "-KILL", line)
        time.sleep(0.1)


def remove(group: Path) -> None:
    """Remove the control group and those below it; its parent too, where it was the last there."""
    for place in (*sorted((one.parent for one in _below(group)), key=lambda one: -len(one.parts)), group.parent):
        with suppress(OSError):
            place.rmdir()


def _below(group: Path) -> Iterator[Path]:
    """The lists of processes of the control group and of those below it, of which some may go meanwhile."""
    for folder, _, _ in os.walk(group):
        yield Path(folder, "cgroup.procs")


def _read(place: Path) -> str:
    try:
        return place.read_text()
    except OSError:
        return ""
