"""The updates that wait, how old the knowledge of them is, and whether they install themselves."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.host import HostAnswers
from pcicloud.model.asking import command, file, stats
from pcicloud.model.sighting import Seen


@collector(
    where="host",
    asks=(
        command("apt-get", "--simulate", "-o", "Debug::NoLocking=true", "dist-upgrade", timeout_s=60),
        command("apt-config", "dump"),
        command("dnf", "-q", "-C", "updateinfo", "list", "--security", timeout_s=60),
        file("/etc/dnf/automatic.conf"),
        stats(
            "/var/lib/apt/lists/*_InRelease", "/var/lib/apt/lists/*_Release", "/run/reboot-required", "/var/cache/dnf/*"
        ),
    ),
)
def updates(host: HostAnswers) -> Iterator[Seen]:
    """The updates that wait, how old the knowledge of them is, and whether they install themselves."""
    yield Seen(
        "updates",
        {
            "apt": host.output("apt-get", "--simulate", "-o", "Debug::NoLocking=true", "dist-upgrade"),
            "apt_settings": host.output("apt-config", "dump"),
            "dnf": host.output("dnf", "-q", "-C", "updateinfo", "list", "--security"),
            "dnf_automatic": host.file("/etc/dnf/automatic.conf"),
            "found": host.stats(
                "/var/lib/apt/lists/*_InRelease",
                "/var/lib/apt/lists/*_Release",
                "/run/reboot-required",
                "/var/cache/dnf/*",
            ),
        },
    )
