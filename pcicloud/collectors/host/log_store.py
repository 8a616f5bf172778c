"""The store of other hosts' logs: who sends, who reads, whether lines can be altered, and for how long it keeps."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.host import HostAnswers
from pcicloud.model.asking import command, file, files, stats
from pcicloud.model.sighting import Seen

# Each file and folder of a year would be five thousand lines: at most fifty of those that can be altered are told.
COUNT = (
    "[ -d /var/log/hosts ] || exit 0; find /var/log/hosts '(' -type d -o -type f ')' -exec lsattr -d '{}' + "
    "| awk '$1 !~ /a/ { if (++n <= 50) print } END { print n + 0 \" of \" NR }'"
)
ALTERABLE = ("sh", "-c", COUNT)
FOUND = ("/var/log/hosts", "/var/log/hosts/*", "/var/log/hosts/.seals")


@collector(
    where="host",
    asks=(
        file("/etc/rsyslog.conf"),
        files("/etc/rsyslog.d/*.conf"),
        file("/etc/pcicloud/logs.json"),
        command(*ALTERABLE, root=True),
        stats(*FOUND),
        file("/etc/group"),
    ),
)
def log_store(host: HostAnswers) -> Iterator[Seen]:
    """The store of other hosts' logs: who sends, who reads, whether lines can be altered, and for how long it keeps."""
    found = host.stats(*FOUND)
    if found:
        main = host.file("/etc/rsyslog.conf")
        yield Seen(
            "log store",
            {
                "rsyslog": [main] * bool(main) + host.files("/etc/rsyslog.d/*.conf"),
                "settings": host.file("/etc/pcicloud/logs.json"),
                "alterable": host.output(*ALTERABLE),
                "found": found,
                "group": host.file("/etc/group"),
            },
        )
