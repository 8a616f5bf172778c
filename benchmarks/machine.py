"""Describes the machine that a figure was seen on, and measures a command."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple


class Cost(NamedTuple):
    """What a command cost: wall and CPU seconds (its children included) and its peak memory in MiB."""

    wall_s: float
    cpu_s: float
    memory_mib: float


def describe() -> str:
    """The machine in one line."""
    model = next(
        (
            line.split(":")[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    return f"{model}, {os.cpu_count()} cores, {system}, load {os.getloadavg()[0]:.1f}"


def installed(folder: Path) -> dict[str, str]:
    """The variables under which Python keeps a checkout's modules compiled, in this folder, as pip does on install."""
    rest = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**rest, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}


def cost(words: list[str], *, times: int = 1, fine: tuple[int, ...] = (0,), **options: Any) -> Cost:
    """The median cost of a command over some runs. Raises RuntimeError where it ends with another exit code."""
    return Cost(
        *(statistics.median(values) for values in zip(*(_run(words, fine, options) for _ in range(times)), strict=True))
    )


def _run(words: list[str], fine: tuple[int, ...], options: dict[str, Any]) -> Cost:
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=said, **options)
        _, status, used = os.wait4(process.pid, 0)
        wall_s = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in fine:
            said.seek(0)
            what = said.read().decode()[-500:]
            raise RuntimeError(f"{' '.join(words)} ended with {process.returncode}: {what}")
    return Cost(wall_s, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
