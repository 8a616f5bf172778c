"""How tests of effects act on a lab: commands as root on its machines, and outside of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

#: The machine on which they are done, and the one that goes down.
CHANGED, DOWN = "web", "app"
#: Ten things that somebody might do by hand on one machine, and a requirement that each touches.
BY_HAND = {
    "echo 'minlen = 6' > /etc/security/pwquality.conf": "8.3.6",
    "echo 'deny = 50' > /etc/security/faillock.conf": "8.3.4",
    "rm /etc/profile.d/timeout.sh": "8.2.8",
    "sed -i 's/^MaxAuthTries.*/MaxAuthTries 40/' /etc/ssh/sshd_config.d/10-pcicloud.conf": "8.4.2",
    "sed -i 's/accept_redirects = 0/accept_redirects = 1/' /etc/sysctl.d/60-pcicloud.conf": "1.4.3",
    "rm /etc/audit/rules.d/99-finalize.rules": "10.3.2",
    "echo 'server 203.0.113.9 iburst' >> /etc/chrony/chrony.conf": "10.6.2",
    "rm /etc/rsyslog.d/50-pcicloud.conf": "10.3.3",
    "systemctl disable --quiet apt-daily-upgrade.timer": "6.3.3",
    "chmod 0666 /etc/nftables.conf": "1.3.1",
}
#: What happens to two other machines meanwhile: another system, as far as anybody can tell, and a disk that is full; what
#: pcicloud says of it; and how it is undone.
MISHAPS = {
    "log": (
        "cp /etc/os-release /root/real && rm /etc/os-release && sed 's/Debian/Devuan/g; s/^ID=.*/ID=devuan/' /root/real > /etc/os-release",
        "its system is Devuan",
        "ln -sf ../usr/lib/os-release /etc/os-release && rm /root/real",
    ),
    "backup": (
        "mount -t tmpfs -o size=4k tmpfs /etc/profile.d && head -c 8192 /dev/zero > /etc/profile.d/full; true",
        r"Failed to replace '/etc/profile\.d/timeout\.sh'",
        "umount /etc/profile.d",
    ),
}


class Done(Protocol):
    """How a command ended; `stdout` holds what it said on both of its outputs."""

    returncode: int
    stdout: str


#: run(place, command): as root on the machine of that name; `outside` is where customers and administrators are.
Run = Callable[[str, str], Done]


class Administrator(NamedTuple):
    """Somebody with an account, the private key whose public half is in `administrator_keys`, and a second factor."""

    name: str
    key: str
    bastion: str  # its address
    known_hosts: str  # with the name `bastion`


class Mended(NamedTuple):
    """What pcicloud said of ten changes by hand, of two mishaps while it mended them, and then of a machine that is down."""

    drift: dict[str, Any]
    said_of_mishaps: str
    drift_with_one_down: dict[str, Any]
    status_with_one_down: str
