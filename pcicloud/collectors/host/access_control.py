"""The mandatory access control of the kernel (AppArmor or SELinux)."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.host import HostAnswers
from pcicloud.model.asking import command, file, stats
from pcicloud.model.sighting import Seen


@collector(
    where="host",
    asks=(
        file("/sys/module/apparmor/parameters/enabled"),
        command("aa-status", "--json", root=True, running=True),
        file("/sys/fs/selinux/enforce"),
        file("/etc/selinux/config"),
        stats("/etc/apparmor.d/*"),
    ),
)
def access_control(host: HostAnswers) -> Iterator[Seen]:
    """The mandatory access control of the kernel (AppArmor or SELinux)."""
    own = host.facts.kernel == "own"
    yield Seen(
        "mandatory access control",
        {
            "kernel": host.facts.kernel,
            "apparmor": host.file("/sys/module/apparmor/parameters/enabled") if own else None,
            "profiles": host.command("aa-status", "--json") if own else None,
            "selinux": host.file("/sys/fs/selinux/enforce") if own else None,
            "selinux_settings": host.file("/etc/selinux/config"),
            "apparmor_files": host.stats("/etc/apparmor.d/*"),
        },
    )
