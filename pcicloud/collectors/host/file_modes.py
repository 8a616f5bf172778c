"""Who may read and write the files that the host's security hangs on."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.host import HostAnswers
from pcicloud.model.asking import stats
from pcicloud.model.sighting import Seen

ACCOUNTS = (
    "/etc/passwd",
    "/etc/group",
    "/etc/shadow",
    "/etc/gshadow",
    "/etc/passwd-",
    "/etc/shadow-",
    "/etc/group-",
    "/etc/gshadow-",
    "/etc/security/opasswd",
)
SSH = (
    "/etc/ssh/ssh_host_*_key",
    "/etc/ssh/ssh_host_*_key.pub",
    "/etc/ssh/sshd_config",
    "/etc/ssh/sshd_config.d/*",
    "/root/.ssh",
    "/root/.ssh/*",
    "/home/*/.ssh",
    "/home/*/.ssh/*",
)
CRON = (
    "/etc/crontab",
    "/etc/cron.d",
    "/etc/cron.hourly",
    "/etc/cron.daily",
    "/etc/cron.weekly",
    "/etc/cron.monthly",
    "/etc/cron.d/*",
    "/etc/cron.daily/*",
    "/var/spool/cron/crontabs",
)
BOOTLOADER = (
    "/boot/grub/grub.cfg",
    "/boot/grub2/grub.cfg",
    "/boot/grub2/user.cfg",
    "/boot/efi/EFI/*/grub.cfg",
)
SUDO = (
    "/etc/sudoers",
    "/etc/sudoers.d",
    "/etc/sudoers.d/*",
)
PRIVATE_KEYS = (
    "/etc/ssl/private",
    "/etc/ssl/private/*",
    "/etc/pki/tls/private",
    "/etc/pki/tls/private/*",
)


@collector(
    where="host",
    asks=(stats(*ACCOUNTS), stats(*SSH), stats(*CRON), stats(*BOOTLOADER), stats(*SUDO), stats(*PRIVATE_KEYS)),
)
def file_modes(host: HostAnswers) -> Iterator[Seen]:
    """Who may read and write the files that the host's security hangs on."""
    yield Seen(
        "file modes",
        {
            "accounts": host.stats(*ACCOUNTS),
            "ssh": host.stats(*SSH),
            "cron": host.stats(*CRON),
            "bootloader": host.stats(*BOOTLOADER),
            "sudo": host.stats(*SUDO),
            "private_keys": host.stats(*PRIVATE_KEYS),
        },
    )
