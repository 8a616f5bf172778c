"""apt's settings (`apt-config dump`) and what a simulated upgrade would install."""

from __future__ import annotations

import re

from pcicloud.model.outcome import Json

INSTALL = re.compile(r"^Inst (\S+)(?: \[[^\]]*\])? \((.*)\)", re.MULTILINE)
SETTING = re.compile(r'^([\w:/.+-]+) "(.*)";$', re.MULTILINE)


def pending(said: Json, *, security: bool = True) -> tuple[str, ...]:
    """The packages that an upgrade would install, or only those that come from a security archive."""
    found = INSTALL.findall(said["stdout"])
    return tuple(sorted(name for name, source in found if not security or "security" in source.lower()))


def settings(said: Json) -> dict[str, list[str]]:
    """Every setting with its values in order; names in lower case, list items under `name::`."""
    found: dict[str, list[str]] = {}
    for name, value in SETTING.findall(said["stdout"]):
        found.setdefault(name.lower(), []).append(value)
    return found


def number(said: Json, name: str) -> int:
    """The last value of a setting as a number, 0 where it is not set or switched off."""
    values = settings(said).get(name.lower(), [])
    return int(values[-1]) if values and values[-1].isdigit() else 0
