"""The recording of administrators' sessions: what is recorded, who may read it, and for how long it is kept."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.host import HostAnswers
from pcicloud.model.asking import file, files, stats
from pcicloud.model.sighting import Seen

FOUND = ("/usr/bin/tlog-rec-session", "/usr/lib/pcicloud/session")
RECORDINGS = ("/var/log/sessions", "/var/log/sessions/*")


@collector(
    where="host",
    asks=(
        file("/etc/tlog/tlog-rec-session.conf"),
        file("/usr/lib/pcicloud/session"),
        files("/etc/rsyslog.d/*sessions*.conf"),
        files("/etc/tmpfiles.d/*.conf"),
        stats(*FOUND),
        stats(*RECORDINGS),
    ),
)
def sessions(host: HostAnswers) -> Iterator[Seen]:
    """The recording of administrators' sessions: what is recorded, who may read it, and for how long it is kept."""
    settings, found = host.file("/etc/tlog/tlog-rec-session.conf"), host.stats(*FOUND)
    if settings or found:
        yield Seen(
            "session recording",
            {
                "settings": settings,
                "shell": host.file("/usr/lib/pcicloud/session"),
                "rules": host.files("/etc/rsyslog.d/*sessions*.conf"),
                "kept": host.files("/etc/tmpfiles.d/*.conf"),
                "found": found,
                "recordings": host.stats(*RECORDINGS),
            },
        )
