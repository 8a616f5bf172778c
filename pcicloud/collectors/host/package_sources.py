"""Where packages come from, and whether their signatures are checked."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.host import HostAnswers
from pcicloud.model.asking import command, file, files
from pcicloud.model.sighting import Seen


@collector(
    where="host",
    asks=(
        file("/etc/apt/sources.list"),
        files("/etc/apt/sources.list.d/*.list"),
        files("/etc/apt/sources.list.d/*.sources"),
        command("apt-config", "dump"),
        files("/etc/yum.repos.d/*.repo", lines=r"^\s*(?:\[|enabled|gpgcheck|repo_gpgcheck|baseurl|mirrorlist)"),
        file("/etc/dnf/dnf.conf"),
    ),
)
def package_sources(host: HostAnswers) -> Iterator[Seen]:
    """Where packages come from, and whether their signatures are checked."""
    main = host.file("/etc/apt/sources.list")
    lists = [main] * bool(main) + host.files("/etc/apt/sources.list.d/*.list")
    repositories = host.files(
        "/etc/yum.repos.d/*.repo", lines=r"^\s*(?:\[|enabled|gpgcheck|repo_gpgcheck|baseurl|mirrorlist)"
    )
    yield Seen(
        "package sources",
        {
            "lists": lists,
            "sources": host.files("/etc/apt/sources.list.d/*.sources"),
            "apt_settings": host.output("apt-config", "dump"),
            "repositories": repositories,
            "dnf": host.file("/etc/dnf/dnf.conf"),
        },
    )
