"""The programs, libraries and settings of the system must be watched."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.aide import left_out

WANTED = (
    "/etc/passwd",
    "/etc/ssh/sshd_config",
    "/usr/bin/sudo",
    "/usr/sbin/sshd",
    "/usr/lib/systemd/systemd",
    "/boot/vmlinuz",
)


@check(evidence="host.file_integrity", when_none=failed("nothing watches over files"))
def integrity_covers(body: Json, env: Environment) -> Outcome:
    """The programs, libraries and settings of the system must be watched.

    Why: what is left out is where the change will be.
    Fix: name the folders in /etc/aide/aide.conf.d/ with a rule that holds a strong hash.
    Source: AIDE manual aide.conf(5), selection lines.
    """
    if not body["aide"]:
        return failed("AIDE has no configuration")
    missing = left_out(body["aide"], WANTED)
    if missing:
        return failed(f"AIDE does not watch what is in {', '.join(missing)}")
    return passed("AIDE watches programs, libraries, the boot files and settings")
