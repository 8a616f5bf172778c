"""The root tree that host mutations start from: a minimal Debian 12, built once and kept in the user's cache."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

SUITE = "bookworm"
PACKAGES = (
    "aide", "aide-common", "apparmor", "auditd", "ca-certificates", "chrony", "clamav", "clamav-daemon",
    "clamav-freshclam", "cron", "iproute2", "kmod", "libpam-google-authenticator", "libpam-pwquality", "logrotate",
    "nftables", "openssh-client", "openssh-server", "openssl", "passwd", "procps", "python3", "rsyslog",
    "rsyslog-gnutls", "sudo", "systemd", "systemd-sysv", "unattended-upgrades",
)  # fmt: skip
# What a tree of a server has beside that: a web server with its filter, a database with its audit log, a watch over logins.
SERVER_PACKAGES = (
    "e2fsprogs", "fail2ban", "libnginx-mod-http-modsecurity", "modsecurity-crs", "nginx-light", "postgresql-15",
    "postgresql-15-pgaudit", "python3-systemd",
)  # fmt: skip
BUILD_TIMEOUT_S = 900
ROOM = ("unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc")
NEEDED = ("mmdebstrap", "unshare", "ip", "mount", "chroot", "ssh", "ssh-keygen")


def missing() -> str:
    """What keeps host mutations from running here, empty where nothing does."""
    tools = [tool for tool in NEEDED if shutil.which(tool) is None]
    root = [] if os.geteuid() == 0 else ["root"]
    return ", ".join(root + tools)


def environment() -> dict[str, str]:
    """The environment of a room: pcicloud is imported from this checkout."""
    checkout = str(Path(__file__).parent.parent.parent)
    return {**os.environ, "PYTHONPATH": os.pathsep.join([checkout, *filter(None, [os.environ.get("PYTHONPATH")])])}


def require() -> None:
    """Skip where a room can't be made; in CI that is a failure, never a quiet skip."""
    lacking = missing()
    if lacking and os.environ.get("CI", "").lower() == "true":
        pytest.fail(f"host mutations need {lacking}; in CI that is a failure")
    if lacking:
        pytest.skip(f"host mutations need {lacking}")


def folder() -> Path:
    """Where trees are kept: PCICLOUD_HOST_ROOTS, or the user's cache."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(os.environ.get("PCICLOUD_HOST_ROOTS") or cache / "pcicloud" / "host_roots")


def tree(*more: str) -> Path:
    """The tree, with more packages if wanted, built first where it is not there yet (60 to 90 seconds).

    Raises CalledProcessError.
    """
    packages = (*PACKAGES, *more)
    name = hashlib.sha256(" ".join((SUITE, *packages)).encode()).hexdigest()[:12]
    place = folder() / name
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.is_dir():
            _build(place, packages)
    return place


def _build(place: Path, packages: tuple[str, ...]) -> None:
    unfinished = place.with_suffix(".unfinished")
    if unfinished.exists():
        shutil.rmtree(unfinished)
    argv = ["mmdebstrap", "--variant=minbase", "--mode=root", "--quiet", f"--include={','.join(packages)}"]
    argv += ["--aptopt=APT::Install-Recommends false", SUITE, str(unfinished)]
    subprocess.run(argv, check=True, timeout=BUILD_TIMEOUT_S)
    unfinished.rename(place)
