"""The names of everything that a lab makes on this machine, so that it can be found again and taken away."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

RUNTIME = Path("/run/pcicloud")
CGROUP = "pcicloud"
LINK_MAX = 15


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """Where one lab is: `id` tells it from every other on this machine."""

    id: str
    state: Path

    @property
    def runtime(self) -> Path:
        """Keys, passwords and logs of the running lab: in memory, gone with the machine's power."""
        return RUNTIME / self.id

    @property
    def ssh_config(self) -> Path:
        """The settings with which ssh(1) reaches the machines."""
        return self.runtime / "ssh_config"

    @property
    def sudo_password(self) -> Path:
        """What the automation's account becomes root with."""
        return self.runtime / "sudo_password"

    @property
    def disks(self) -> Path:
        """The machines' changed files."""
        return self.state / "lab"

    @property
    def fabric(self) -> str:
        """The network namespace that holds a bridge for each segment."""
        return self.namespace("fabric")

    @property
    def outside(self) -> str:
        """The network namespace of customers and administrators, with the line to the packages."""
        return self.namespace("outside")

    @property
    def control(self) -> str:
        """The network namespace from which pcicloud reaches the machines."""
        return self.namespace("control")

    def namespace(self, name: str) -> str:
        """The network namespace of a machine."""
        return f"pcicloud-{self.id}-{name}"

    def link(self, number: int, segment: str) -> str:
        """The fabric's end of a cable; the kernel takes 15 letters."""
        return f"{number}-{segment}"[:LINK_MAX]

    @property
    def cgroups(self) -> tuple[Path, ...]:
        """This lab's control groups, in each hierarchy that systemd uses here."""
        roots = [Path("/sys/fs/cgroup")]
        if not (roots[0] / "cgroup.procs").exists():
            roots = [roots[0] / "unified", roots[0] / "systemd"]
        return tuple(root / CGROUP / self.id for root in roots if root.is_dir())


def places_of(name: str, state: Path) -> Places:
    """The places of the lab whose environment has this name and keeps its state there."""
    mark = hashlib.sha256(str(state).encode()).hexdigest()[:6]
    return Places(id=f"{name}-{mark}", state=state)
