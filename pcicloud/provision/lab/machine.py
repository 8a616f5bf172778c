"""One machine: a layer of its own over the base tree, booted by systemd-nspawn with a network made for it."""

from __future__ import annotations

import os
import shlex
import shutil
from pathlib import Path

from pcicloud.linux import start
from pcicloud.model.fleet import Fleet, Server
from pcicloud.provision.hosts.fleet import ACCOUNT
from pcicloud.provision.hosts.names import hosts_file
from pcicloud.provision.lab.access import new_key, public_key
from pcicloud.provision.lab.groups import processes
from pcicloud.provision.lab.places import Places

LAUNCH = """set -e
mount -t overlay overlay -o lowerdir={base},upperdir={upper},workdir={work} {root}
for group in {groups}; do echo $$ > "$group/cgroup.procs"; done
exec env SYSTEMD_NSPAWN_API_VFS_WRITABLE=network systemd-nspawn --quiet --register=no --keep-unit --boot \
  --console=pipe --directory={root} --machine={name} --hostname={name} --network-namespace-path=/run/netns/{namespace} \
  --capability=CAP_NET_ADMIN --system-call-filter="fanotify_init fanotify_mark" \
  --resolv-conf=off --timezone=off --link-journal=no
"""


class Machine:
    """A machine of a lab; holds names only."""

    def __init__(self, server: Server, places: Places) -> None:
        self.server = server
        self.places = places
        self.disk = places.disks / server.name
        self.upper = self.disk / "upper"

    @property
    def cgroups(self) -> tuple[Path, ...]:
        """The control groups in which its processes are."""
        return tuple(group / self.server.name for group in self.places.cgroups)

    @property
    def is_running(self) -> bool:
        """Whether a process of it is there."""
        return any(processes(group) for group in self.cgroups)

    @property
    def is_made(self) -> bool:
        """Whether it has its disk; the name is the last thing that comes onto it."""
        return (self.upper / "etc/hostname").exists()

    def prepare(self, base: Path, fleet: Fleet, *, key: str, password_hash: str) -> None:
        """Give a new machine its names, its keys and the automation's account."""
        shutil.rmtree(self.disk, ignore_errors=True)
        for folder in ("upper/etc/ssh", f"upper/home/{ACCOUNT}/.ssh", "work", "root"):
            (self.disk / folder).mkdir(parents=True, exist_ok=True)
        (self.disk / "base").symlink_to(base)
        new_key(self.upper / "etc/ssh/ssh_host_ed25519_key")
        _write(self.upper / "etc/hosts", hosts_file(fleet))
        shadow = (base / "etc/shadow").read_text().splitlines()
        fields = [line.split(":") for line in shadow]
        lines = [":".join([f[0], password_hash, *f[2:]]) if f[0] == ACCOUNT else ":".join(f) for f in fields]
        _write(self.upper / "etc/shadow", "\n".join(lines) + "\n", mode=0o640)
        os.chown(self.upper / "etc/shadow", 0, 42)
        home = base / "home" / ACCOUNT
        owner = home.stat()
        _write(self.upper / f"home/{ACCOUNT}/.ssh/authorized_keys", key, mode=0o600)
        for path in (f"home/{ACCOUNT}", f"home/{ACCOUNT}/.ssh", f"home/{ACCOUNT}/.ssh/authorized_keys"):
            os.chown(self.upper / path, owner.st_uid, owner.st_gid)
        (self.upper / f"home/{ACCOUNT}/.ssh").chmod(0o700)
        (self.upper / f"home/{ACCOUNT}").chmod(0o700)
        _write(self.upper / "etc/hostname", f"{self.server.name}\n")

    def boot(self) -> None:
        """Start it on the tree that it was made for; it goes on when this process ends.

        Its mounts are in a namespace of its own and end with it.
        """
        for group in self.cgroups:
            group.mkdir(parents=True, exist_ok=True)
        script = LAUNCH.format(
            base=shlex.quote(str((self.disk / "base").resolve())),
            upper=shlex.quote(str(self.upper)),
            work=shlex.quote(str(self.disk / "work")),
            root=shlex.quote(str(self.disk / "root")),
            groups=" ".join(shlex.quote(str(group)) for group in self.cgroups),
            name=self.server.name,
            namespace=self.places.namespace(self.server.name),
        )
        argv = ("unshare", "--mount", "--propagation", "private", "sh", "-c", script)
        start(argv, log=self.places.runtime / f"{self.server.name}.log")

    def host_key(self) -> str:
        """Its public SSH host key."""
        return public_key(self.upper / "etc/ssh/ssh_host_ed25519_key.pub")


def _write(path: Path, text: str, *, mode: int = 0o644) -> None:
    path.write_text(text)
    path.chmod(mode)
