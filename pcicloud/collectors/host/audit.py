"""The kernel's audit rules, the files that they come from, and how the log is kept."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.host import HostAnswers
from pcicloud.model.asking import command, file, files, stats
from pcicloud.model.sighting import Seen


@collector(
    where="host",
    asks=(
        command("auditctl", "-l", root=True, running=True),
        command("auditctl", "-s", root=True, running=True),
        files("/etc/audit/rules.d/*.rules"),
        file("/etc/audit/auditd.conf"),
        stats("/var/log/audit", "/var/log/audit/*", "/etc/audit", "/etc/audit/*", "/etc/audit/rules.d/*"),
    ),
)
def audit(host: HostAnswers) -> Iterator[Seen]:
    """The kernel's audit rules, the files that they come from, and how the log is kept."""
    settings = host.file("/etc/audit/auditd.conf")
    if settings is not None:
        own = host.facts.kernel == "own"
        yield Seen(
            "audit",
            {
                "kernel": host.facts.kernel,
                "rules": host.output("auditctl", "-l") if own else None,
                "status": host.output("auditctl", "-s") if own else None,
                "files": host.files("/etc/audit/rules.d/*.rules"),
                "settings": settings,
                "modes": host.stats(
                    "/var/log/audit", "/var/log/audit/*", "/etc/audit", "/etc/audit/*", "/etc/audit/rules.d/*"
                ),
            },
        )
