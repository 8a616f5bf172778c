"""The root tree that every machine of a lab starts from: a minimal system, built once and kept in a cache."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from pcicloud.linux import run
from pcicloud.provision.hosts.fleet import ACCOUNT
from pcicloud.provision.systems import Keyring, System

#: Settings of apt.conf(5).
AGES = ("Acquire::Check-Valid-Until ", "Acquire::Check-Date ")
PACKAGES = (
    "apt", "ca-certificates", "dbus", "iproute2", "kmod", "libpam-systemd", "netbase", "nftables", "openssh-server",
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


def base(system: System) -> Path:
    """The tree, built first where it is not there yet (about two minutes). Raises OutsideError."""
    return kept(system, (*PACKAGES, *HARDENED), HOOKS, tree)


Make = Callable[[System, Path, Iterable[str], Iterable[str]], None]


def kept(system: System, packages: tuple[str, ...], hooks: tuple[str, ...], make: Make, *more: str) -> Path:
    """What `make` once left at the place that it was given, kept under the hash of what it is made of."""
    text = " ".join((*_sources(system, "keyring"), *_ages(), *packages, *hooks, *more))
    return _once(text, lambda place: make(system, place, packages, hooks))


def folder() -> Path:
    """Where trees are kept: PCICLOUD_IMAGES, or the user's cache."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(os.environ.get("PCICLOUD_IMAGES") or cache / "pcicloud" / "images")


def tree(system: System, place: Path, packages: Iterable[str], hooks: Iterable[str]) -> None:
    """Build a tree of the system with these packages; then each hook runs in a shell, with the tree as `$1`."""
    customize = [f"--customize-hook={hook}" for hook in hooks]
    include = f"--include={','.join(packages)}"
    settings = [f"--aptopt={one}" for one in ("APT::Install-Recommends false", *_ages())]
    options = ("--variant=minbase", "--mode=root", "--quiet", include, *settings, *customize)
    keys = str(_keys(system.keyring)) if system.keyring else ""
    run("mmdebstrap", *options, system.codename, str(place), *_sources(system, keys))


def _sources(system: System, keys: str) -> Iterator[str]:
    """The lines of sources.list(5), each proved by the keys in a file, or by those that this machine trusts anyway."""
    proved = f"[signed-by={keys}] " if system.keyring else ""
    for one in system.archives:
        for suite in one.suites:
            yield f"deb {proved}http://{one.site}/{one.path} {suite} {' '.join(one.components)}"


def _ages() -> tuple[str, ...]:
    """How old lists of packages may be: as this machine has it, whose packages a lab gets."""
    said = run("apt-config", "dump").splitlines()
    return tuple(line.rstrip(";") for line in said if line.startswith(AGES))


def _keys(keyring: Keyring) -> Path:
    """The keys of a distribution that is not this machine's."""

    def fetch(place: Path) -> None:
        place.mkdir()
        package = str(place / "keyring.deb")
        run("/usr/lib/apt/apt-helper", "download-file", keyring.url, package, f"SHA256:{keyring.sha256}")
        run("dpkg-deb", "--extract", package, str(place))

    return _once(keyring.sha256, fetch) / keyring.file


def _once(text: str, make: Callable[[Path], None]) -> Path:
    place = folder() / hashlib.sha256(text.encode()).hexdigest()[:12]
    place.parent.mkdir(parents=True, exist_ok=True)
    with (place.parent / f"{place.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            unfinished = place.with_suffix(".unfinished")
            if unfinished.exists():
                shutil.rmtree(unfinished)
            make(unfinished)
            unfinished.rename(place)
    return place
