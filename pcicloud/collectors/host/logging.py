"""Where log messages go, how long they are kept, and who may read them."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.host import HostAnswers
from pcicloud.model.asking import file, files, stats
from pcicloud.model.sighting import Seen


@collector(
    where="host",
    asks=(
        file("/etc/rsyslog.conf"),
        files("/etc/rsyslog.d/*.conf"),
        file("/etc/systemd/journald.conf"),
        files("/etc/systemd/journald.conf.d/*.conf"),
        file("/etc/systemd/journal-upload.conf"),
        file("/etc/logrotate.conf"),
        files("/etc/logrotate.d/*"),
        stats("/var/log/*", "/var/log/journal"),
    ),
)
def logging(host: HostAnswers) -> Iterator[Seen]:
    """Where log messages go, how long they are kept, and who may read them."""
    rsyslog = host.file("/etc/rsyslog.conf")
    journald = host.file("/etc/systemd/journald.conf")
    logrotate = host.file("/etc/logrotate.conf")
    yield Seen(
        "logging",
        {
            "rsyslog": [rsyslog] * bool(rsyslog) + host.files("/etc/rsyslog.d/*.conf"),
            "journald": [journald] * bool(journald) + host.files("/etc/systemd/journald.conf.d/*.conf"),
            "journal_upload": host.file("/etc/systemd/journal-upload.conf"),
            "logrotate": [logrotate] * bool(logrotate) + host.files("/etc/logrotate.d/*"),
            "modes": host.stats("/var/log/*", "/var/log/journal"),
        },
    )
