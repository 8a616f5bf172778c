"""Where the clock takes its time from, and who may change that."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.host import HostAnswers
from pcicloud.model.asking import command, file, files, stats
from pcicloud.model.sighting import Seen

MODES = (
    "/etc/chrony",
    "/etc/chrony/*.conf",
    "/etc/chrony/*.d",
    "/etc/chrony/*.d/*",
    "/etc/chrony.conf",
    "/etc/systemd/timesyncd.conf",
    "/etc/systemd/timesyncd.conf.d/*",
    "/etc/localtime",
)


@collector(
    where="host",
    asks=(
        file("/etc/chrony/chrony.conf"),
        file("/etc/chrony.conf"),
        files("/etc/chrony/conf.d/*.conf"),
        files("/etc/chrony/sources.d/*.sources"),
        file("/etc/systemd/timesyncd.conf"),
        files("/etc/systemd/timesyncd.conf.d/*.conf"),
        command("chronyc", "-n", "-c", "tracking", running=True),
        command("timedatectl", "show", running=True),
        stats(*MODES),
    ),
)
def time(host: HostAnswers) -> Iterator[Seen]:
    """Where the clock takes its time from, and who may change that."""
    mains = [host.file(path) for path in ("/etc/chrony/chrony.conf", "/etc/chrony.conf")]
    chrony = [one for one in mains if one]
    chrony += host.files("/etc/chrony/conf.d/*.conf") + host.files("/etc/chrony/sources.d/*.sources")
    timesyncd = [one for one in (host.file("/etc/systemd/timesyncd.conf"),) if one]
    timesyncd += host.files("/etc/systemd/timesyncd.conf.d/*.conf")
    running = host.facts.kernel != "none"
    yield Seen(
        "time",
        {
            "chrony": chrony,
            "timesyncd": timesyncd,
            "tracking": host.command("chronyc", "-n", "-c", "tracking") if running else None,
            "timedatectl": host.command("timedatectl", "show") if host.facts.booted else None,
            "clock": host.facts.now,
            "modes": host.stats(*MODES),
        },
    )
