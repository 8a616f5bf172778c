"""The root tree that every machine of a lab starts from: a minimal Debian 12, built once and kept in a cache."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from pcicloud.linux import run
from pcicloud.provision.hosts.fleet import ACCOUNT

SUITE = "bookworm"
PACKAGES = (
    "ca-certificates", "dbus", "iproute2", "kmod", "libpam-systemd", "netbase", "nftables", "openssh-server",
    "procps", "python3", "python3-apt", "python3-systemd", "sudo", "systemd", "systemd-sysv", "tzdata",
)  # fmt: skip
#: What the roles of every server install anyway: set up once here, as on a hardened image, rather than eleven times.
HARDENED = (
    "aide", "aide-common", "apparmor", "auditd", "chrony", "clamav", "clamav-daemon",
    "clamav-freshclam", "clamdscan", "cron", "debsums", "fail2ban", "libpam-google-authenticator", "libpam-pwquality",
    "logrotate", "oathtool", "openssl", "rsyslog", "rsyslog-gnutls", "ssl-cert", "unattended-upgrades",
)  # fmt: skip
HOOKS = (
    # The automation's account; its key and password come with each lab.
    f'chroot "$1" useradd --create-home --shell /bin/bash --groups sudo --comment "Ansible and pcicloud" {ACCOUNT}',
    'rm -f "$1"/etc/ssh/ssh_host_*',
    'rm -f "$1"/etc/machine-id "$1"/var/lib/dbus/machine-id && touch "$1"/etc/machine-id',
    # A machine here has no clock, disks and console of its own to care for.
    'chroot "$1" systemctl mask --quiet console-getty.service systemd-networkd-wait-online.service',
)


def base() -> Path:
    """The tree, built first where it is not there yet (about two minutes). Raises OutsideError."""
    packages = (*PACKAGES, *HARDENED)
    return kept(" ".join((SUITE, *packages, *HOOKS)), lambda place: tree(place, packages, HOOKS))


def kept(text: str, make: Callable[[Path], None]) -> Path:
    """What `make` once left at the place that it was given, kept under the hash of the text that it is made of."""
    place = folder() / hashlib.sha256(text.encode()).hexdigest()[:12]
    place.parent.mkdir(parents=True, exist_ok=True)
    with (place.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            unfinished = place.with_suffix(".unfinished")
            if unfinished.exists():
                shutil.rmtree(unfinished)
            make(unfinished)
            unfinished.rename(place)
    return place


def folder() -> Path:
    """Where trees are kept: PCICLOUD_IMAGES, or the user's cache."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(os.environ.get("PCICLOUD_IMAGES") or cache / "pcicloud" / "images")


def tree(place: Path, packages: Iterable[str], hooks: Iterable[str]) -> None:
    """Build a tree of Debian with these packages; then each hook runs in a shell, with the tree as `$1`."""
    customize = [f"--customize-hook={hook}" for hook in hooks]
    include = f"--include={','.join(packages)}"
    aptopt = "--aptopt=APT::Install-Recommends false"
    run("mmdebstrap", "--variant=minbase", "--mode=root", "--quiet", include, aptopt, *customize, SUITE, str(place))
