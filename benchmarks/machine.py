"""Describes the machine that a figure was seen on, and measures a command."""

from __future__ import annotations

import os
import platform
import resource
import statistics
import subprocess
import time
from pathlib import Path
from typing import NamedTuple


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


def cost(words: list[str], *, times: int = 1, fine: tuple[int, ...] = (0,), **options: object) -> Cost:
    """The median cost of a command over some runs. Raises RuntimeError where it ends with another exit code."""
    seen = []
    for _ in range(times):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(words, capture_output=True, check=False, **options)  # type: ignore[call-overload]
        wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode not in fine:
            raise RuntimeError(f"{' '.join(words)} ended with {done.returncode}: {done.stderr.decode()[-500:]}")
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        seen.append(Cost(wall, cpu, after.ru_maxrss / 1024))
    return Cost(*(statistics.median(values) for values in zip(*seen, strict=True)))
