"""The installed packages and their versions."""

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
        command("dpkg-query", "-W", "-f", "${db:Status-Abbrev} ${Package} ${Version}\n"),
        command("rpm", "-qa", "--qf", "ii %{NAME} %{VERSION}-%{RELEASE}\n", timeout_s=60),
    ),
)
def packages(host: HostAnswers) -> Iterator[Seen]:
    """The installed packages and their versions."""
    debian = host.output("dpkg-query", "-W", "-f", "${db:Status-Abbrev} ${Package} ${Version}\n")
    listed = debian or host.output("rpm", "-qa", "--qf", "ii %{NAME} %{VERSION}-%{RELEASE}\n")
    if listed is None or not listed["stdout"].strip():
        raise NotSeen("unsupported", "neither dpkg nor rpm is there, or they list nothing")
    yield Seen("packages", {"installed": listed, "os": host.facts.os, "os_version": host.facts.os_version})
