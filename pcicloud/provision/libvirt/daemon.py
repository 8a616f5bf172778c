"""A libvirt daemon of the lab's own: it sees the lab's network and folders only, and ends with the lab's control group.

The machine's own libvirt, if there is one, and its root network namespace stay untouched; and whatever it starts
stays in the lab's control group, so `destroy` needs no memory.
"""

from __future__ import annotations

import grp
import pwd
import shlex
import time
from pathlib import Path

from pcicloud.errors import OutsideError
from pcicloud.linux import run, start, succeeds
from pcicloud.provision.lab.places import Places

START_TIMEOUT_S = 120
ACCOUNT, ACCOUNT_ID = "libvirt-qemu", 64055
FOLDERS = {"run": "/run/libvirt", "lib": "/var/lib/libvirt", "log": "/var/log/libvirt", "cache": "/var/cache/libvirt",
           "etc": "/etc/libvirt"}  # fmt: skip
#: The machines' disks, as the daemon sees them: a user of its own must get there, whatever the rights of folders above.
DISKS = Path("/var/lib/libvirt/images")
LAUNCH = """set -e
for group in {groups}; do echo $$ > "$group/cgroup.procs"; done
{mounts}
mount --bind {own}/passwd /etc/passwd
mount --bind {own}/group /etc/group
test -d /run/dbus && mount -t tmpfs none /run/dbus
{hide_kvm}
umount --recursive --lazy /sys/fs/cgroup
exec ip netns exec {fabric} env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \\
  libvirtd --config /etc/libvirt/libvirtd.conf --pid-file /run/libvirt/daemon.pid
"""
DAEMON = """listen_tls = 0
listen_tcp = 0
auth_unix_rw = "none"
auth_unix_ro = "none"
unix_sock_rw_perms = "0700"
log_outputs = "3:stderr"
"""
QEMU = """security_driver = "none"
user = "{account}"
group = "{group}"
dynamic_ownership = 1
remember_owner = 0
cgroup_controllers = []
namespaces = []
seccomp_sandbox = 1
stdio_handler = "file"
"""


class Daemon:
    """The daemon of one lab; holds names only."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.own = places.runtime / "libvirt"
        self.log = places.runtime / "libvirt.log"
        self.uri = f"qemu:///system?socket={self.own}/run/libvirt-sock"

    def up(self, *, kvm: bool) -> None:
        """Start it where it does not answer; machines that run go on. Raises OutsideError where it does not come up."""
        if self._answers():
            return
        for name in (*FOLDERS, "lib/seeds", "lib/images"):
            (self.own / name).mkdir(parents=True, exist_ok=True)
        self._settings(kvm=kvm)
        groups = [group / "libvirt" for group in self.places.cgroups]
        for group in groups:
            group.mkdir(parents=True, exist_ok=True)
        start(
            ("unshare", "--mount", "--propagation", "private", "sh", "-c", self._launch(groups, kvm=kvm)), log=self.log
        )
        end = time.monotonic() + START_TIMEOUT_S
        while not self._answers():
            if time.monotonic() > end:
                raise OutsideError("libvirt did not come up", hint=f"see {self.log}")
            time.sleep(0.2)

    def do(self, *words: str) -> str:
        """What virsh(1) says. Raises OutsideError."""
        return run("virsh", "--quiet", "--connect", self.uri, *words)

    def _answers(self) -> bool:
        return succeeds("virsh", "--quiet", "--connect", self.uri, "net-list", "--name")

    def _launch(self, groups: list[Path], *, kvm: bool) -> str:
        """The mounts are in a namespace of the daemon's own and end with it."""
        mounts = [
            f"mkdir -p {there} && mount --bind {shlex.quote(str(self.own / name))} {there}"
            for name, there in FOLDERS.items()
        ]
        mounts.append(f"mount --bind {shlex.quote(str(self.places.disks))} {DISKS}")
        return LAUNCH.format(
            groups=" ".join(shlex.quote(str(group)) for group in groups),
            mounts="\n".join(mounts),
            own=shlex.quote(str(self.own)),
            # QEMU would try it, and libvirt would ask QEMU again and again what it can do.
            hide_kvm=""
            if kvm
            else f"test ! -e /dev/kvm || mount --bind {shlex.quote(str(self.own / 'no-kvm'))} /dev/kvm",
            fabric=self.places.fabric,
        )

    def _settings(self, *, kvm: bool) -> None:
        """Its settings, and this machine's accounts with the one under which machines run."""
        users = {one.pw_name for one in pwd.getpwall()}
        groups = {one.gr_name for one in grp.getgrall()}
        user = "" if ACCOUNT in users else f"{ACCOUNT}:x:{ACCOUNT_ID}:{ACCOUNT_ID}::/nonexistent:/usr/sbin/nologin\n"
        group = "" if ACCOUNT in groups else f"{ACCOUNT}:x:{ACCOUNT_ID}:\n"
        (self.own / "passwd").write_text(Path("/etc/passwd").read_text() + user)
        (self.own / "group").write_text(Path("/etc/group").read_text() + group)
        (self.own / "no-kvm").touch(mode=0o000)
        own_group = "kvm" if kvm and "kvm" in groups else ACCOUNT
        (self.own / "etc/libvirtd.conf").write_text(DAEMON)
        (self.own / "etc/qemu.conf").write_text(QEMU.format(account=ACCOUNT, group=own_group))
