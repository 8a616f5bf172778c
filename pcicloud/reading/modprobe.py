"""modprobe.d(5): which kernel modules can be loaded."""

from __future__ import annotations

import re

from pcicloud.model.outcome import Json
from pcicloud.reading.lines import content, contents

DEAD_END = re.compile(r"install\s+(?P<module>\S+)\s+(/usr)?/s?bin/(false|true|nologin)\b.*")


def open_modules(files: list[Json], modules: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the modules that no `install … /bin/false` stops. `blacklist` alone only stops loading by alias."""
    stopped = {match["module"].replace("-", "_") for line in contents(files) if (match := DEAD_END.fullmatch(line))}
    return tuple(module for module in modules if module.replace("-", "_") not in stopped)


def loaded(body: Json) -> frozenset[str]:
    """The modules that are in the host's own kernel now; nothing where the kernel is not its own."""
    return frozenset(line.split()[0] for line in content(body["loaded"]).splitlines() if line.split())
