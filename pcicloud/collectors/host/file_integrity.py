"""What watches over the integrity of files, what it watches and when."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.host import HostAnswers
from pcicloud.model.asking import file, files, stats
from pcicloud.model.sighting import Seen

# A line of cron may hold a secret among its arguments: only those that start a scan are wanted.
SCANS = "aide|clam"
FOUND = (
    "/var/lib/aide/aide.db",
    "/var/lib/aide/aide.db.gz",
    "/etc/cron.daily/*",
    "/etc/cron.weekly/*",
    "/usr/bin/aide",
    "/usr/sbin/aide",
    "/var/ossec/bin/wazuh-agentd",
)


@collector(
    where="host",
    asks=(
        file("/etc/aide/aide.conf"),
        file("/etc/aide.conf"),
        files("/etc/aide/aide.conf.d/*"),
        files("/etc/cron.d/*", lines=SCANS),
        stats(*FOUND),
    ),
)
def file_integrity(host: HostAnswers) -> Iterator[Seen]:
    """What watches over the integrity of files, what it watches and when."""
    mains = [host.file(path) for path in ("/etc/aide/aide.conf", "/etc/aide.conf")]
    yield Seen(
        "file integrity",
        {
            "aide": [one for one in mains if one] + host.files("/etc/aide/aide.conf.d/*"),
            "cron": host.files("/etc/cron.d/*", lines=SCANS),
            "found": host.stats(*FOUND),
        },
    )
