"""Only known programs may run with the rights of their owner."""

from __future__ import annotations

from pathlib import PurePosixPath

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.modes import told

KNOWN = {
    "at", "bsd-write", "chage", "chfn", "chsh", "crontab", "dbus-daemon-launch-helper", "dotlockfile", "expiry",
    "fusermount", "fusermount3", "gpasswd", "grub2-set-bootflag", "mail-lock", "mail-touchlock", "mail-unlock",
    "mount", "mount.nfs", "newgidmap", "newgrp", "newuidmap", "ntfs-3g", "pam_extrausers_chkpwd",
    "pam_timestamp_check", "passwd", "ping", "pkexec", "polkit-agent-helper-1", "postdrop", "postqueue", "sg",
    "ssh-agent", "ssh-keysign", "su", "sudo", "sudoedit", "umount", "unix_chkpwd", "unix_update", "userhelper",
    "usernetctl", "utempter", "wall", "write", "write.ul",
}  # fmt: skip


@check(evidence="host.setuid_programs", when_none=failed("no programs could be looked at"))
def setuid_programs(body: Json, env: Environment) -> Outcome:
    """Only known programs may run with the rights of their owner.

    Why: a set-uid program is a way to become root, and the classic back door.
    Fix: `chmod u-s,g-s` the program, or name it in `setuid_expected` in environment.yaml.
    Source: chmod(1); Debian and Red Hat packages.
    """
    expected = {path.strip() for path in str(env.parameters.get("setuid_expected", "")).split(",")}
    strange = [stat for stat in body["found"] if not _is_known(stat) and stat["path"] not in expected]
    if strange:
        return failed(told([f"{stat['path']} ({stat['owner']}, {stat['mode']}) is unknown" for stat in strange]))
    return passed(f"each of {len(body['found'])} set-uid programs is known")


def _is_known(stat: Json) -> bool:
    path = PurePosixPath(stat["path"])
    return path.name in KNOWN and path.parts[1] == "usr" and path.parts[2] in ("bin", "sbin", "lib", "libexec", "lib64")
