"""The services, sockets and timers that start at boot, and those that run."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.errors import NotSeen
from pcicloud.host import HostAnswers
from pcicloud.model.asking import command
from pcicloud.model.sighting import Seen


@collector(
    where="host",
    asks=(
        command("systemctl", "list-unit-files", "--no-legend", "--no-pager", "--plain"),
        command("systemctl", "list-units", "--all", "--no-legend", "--no-pager", "--plain"),
    ),
)
def services(host: HostAnswers) -> Iterator[Seen]:
    """The services, sockets and timers that start at boot, and those that run."""
    installed = host.output("systemctl", "list-unit-files", "--no-legend", "--no-pager", "--plain")
    if installed is None or not installed["stdout"].strip():
        raise NotSeen("unsupported", "no systemd is there, so what starts at boot can't be listed")
    running = ("systemctl", "list-units", "--all", "--no-legend", "--no-pager", "--plain")
    yield Seen("services", {"installed": installed, "loaded": host.output(*running) if host.facts.booted else None})
