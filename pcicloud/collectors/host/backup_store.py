"""What takes the backups of other hosts: what a client may do there, and how long backups are kept."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.host import HostAnswers
from pcicloud.model.asking import file, stats
from pcicloud.model.sighting import Seen

FOUND = ("/srv/backups", "/srv/backups/*", "/usr/local/sbin/pcicloud-take-backups", "/etc/ssh/backup_clients/*")


@collector(
    where="host",
    asks=(
        file("/usr/local/sbin/pcicloud-take-backups"),
        file("/etc/ssh/sshd_config.d/20-pcicloud-backup.conf"),
        file("/etc/pcicloud/backups.json"),
        stats(*FOUND),
    ),
)
def backup_store(host: HostAnswers) -> Iterator[Seen]:
    """What takes the backups of other hosts: what a client may do there, and how long backups are kept."""
    found = host.stats(*FOUND)
    if found:
        yield Seen(
            "backup store",
            {
                "command": host.file("/usr/local/sbin/pcicloud-take-backups"),
                "entrance": host.file("/etc/ssh/sshd_config.d/20-pcicloud-backup.conf"),
                "settings": host.file("/etc/pcicloud/backups.json"),
                "found": found,
            },
        )
