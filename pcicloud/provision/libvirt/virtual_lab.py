"""A lab of virtual machines as a whole: up, what stands, and down. Each can be repeated, also after a killed run."""

from __future__ import annotations

import hashlib
import shutil
import time
from pathlib import Path

from pcicloud.errors import OutsideError
from pcicloud.linux import require, run, succeeds
from pcicloud.model.environment import LibvirtPlace
from pcicloud.model.fleet import Fleet
from pcicloud.provision.alone import alone
from pcicloud.provision.lab import network, outside
from pcicloud.provision.lab.access import credentials, say_how_to_reach
from pcicloud.provision.lab.places import Places
from pcicloud.provision.lab.whole import last_words, take_away
from pcicloud.provision.libvirt import disk_image, given_image, virtual_machine
from pcicloud.provision.libvirt.daemon import Daemon
from pcicloud.provision.libvirt.kvm import kvm
from pcicloud.provision.libvirt.seed import READY, SYSTEM
from pcicloud.provision.libvirt.virtual_machine import VirtualMachine
from pcicloud.provision.systems import System

TOOLS = {
    "genisoimage": "genisoimage", "ip": "iproute2", "libvirtd": "libvirt-daemon", "mount": "mount",
    "nc": "netcat-openbsd", "openssl": "openssl", "qemu-img": "qemu-utils", "qemu-system-x86_64": "qemu-system-x86",
    "setpriv": "util-linux", "ssh": "openssh-client", "ssh-keygen": "openssh-client", "unshare": "util-linux",
    "virsh": "libvirt-clients",
}  # fmt: skip
#: What a disk without an image of the user's is built with.
BUILD_TOOLS = {"grub-mkimage": "grub-pc-bin", "mke2fs": "e2fsprogs", "mmdebstrap": "mmdebstrap"}
BOOT_TIMEOUT_S, EMULATED_BOOT_TIMEOUT_S = 180, 900
GIB = 1 << 30
#: What a server's packages and logs take of this machine's disk; its own disk grows as it is filled.
ROOM_PER_MACHINE = 2 * GIB


class VirtualLab:
    """The virtual machines of one environment on this machine."""

    def __init__(self, fleet: Fleet, places: Places, settings: LibvirtPlace, system: System) -> None:
        self.fleet = fleet
        self.places = places
        self.settings = settings
        self.system = system
        self.daemon = Daemon(places)
        self.machines = tuple(VirtualMachine(server, places, self.daemon) for server in fleet.servers)

    def up(self) -> None:
        """Make and boot what is not there yet.

        Raises OutsideError where this machine can't, has no room, or one does not boot; DefinitionError for an image
        that is none.
        """
        require(TOOLS if self.settings.image else {**TOOLS, **BUILD_TOOLS}, what="the driver libvirt")
        with alone(self.places.state, on="this lab"):
            is_fast = kvm()
            self.places.runtime.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.places.disks.mkdir(parents=True, exist_ok=True)
            image, image_format = self._image()
            key, password_hash = credentials(self.places)
            network.fabric_up(self.fleet, self.places)
            outside.up(self.fleet, self.places, self.system)
            self.daemon.up(kvm=is_fast)
            self._networks()
            for machine in self.machines:
                machine.prepare(
                    image, image_format, self.fleet,
                    key=key, password_hash=password_hash, disk_gib=self.settings.disk_gib,
                )  # fmt: skip
            say_how_to_reach(self.places, [(machine.server, machine.host_key()) for machine in self.machines])
            for machine in self.machines:
                if not machine.is_running:
                    machine.boot(self.settings, kvm=is_fast)
            self._wait(BOOT_TIMEOUT_S if is_fast else EMULATED_BOOT_TIMEOUT_S)

    def down(self) -> None:
        """Take everything away: processes, networks, control groups, disks, seeds, keys."""
        require({"ip": "iproute2"}, what="the driver libvirt")
        with alone(self.places.state, on="this lab"):
            take_away(self.places)

    def standing(self) -> dict[str, bool]:
        """Each machine, and whether it runs."""
        return {machine.server.name: machine.is_running for machine in self.machines}

    def _image(self) -> tuple[Path, str]:
        """The image, copied beside the disks: what lies over it must not change with the user's file."""
        given = Path(self.settings.image) if self.settings.image else None
        image = given or disk_image.built(self.system)
        image_format = given_image.format_of(given) if given else "raw"
        about = image.stat()
        mark = hashlib.sha256(f"{image} {about.st_size} {about.st_mtime_ns}".encode()).hexdigest()[:12]
        place = self.places.disks / f"image-{mark}"
        new = [machine for machine in self.machines if not machine.disk.exists()]
        copy = 0 if place.exists() else about.st_blocks * 512
        check_room(self.places.disks, ROOM_PER_MACHINE * len(new) + copy)
        if not place.exists():
            part = place.with_suffix(".part")
            # It takes seconds, and must not go on when this process is killed.
            run("setpriv", "--pdeathsig", "KILL", "cp", "--sparse=always", "--reflink=auto", str(image), str(part))
            part.replace(place)
        return place, image_format

    def _networks(self) -> None:
        there = self.daemon.do("net-list", "--name").split()
        for segment in self.fleet.segments:
            if segment.name not in there:
                place = self.places.runtime / f"{segment.name}.network.xml"
                place.write_text(virtual_machine.network(segment.name))
                self.daemon.do("net-create", str(place))

    def _wait(self, timeout_s: int) -> None:
        end = time.monotonic() + timeout_s
        waiting = list(self.machines)
        while waiting:
            for machine in waiting:
                _check_system(machine)
            waiting = [machine for machine in waiting if not self._is_up(machine)]
            dead = [machine for machine in waiting if not machine.is_running]
            if dead or (waiting and time.monotonic() > end):
                first = (dead or waiting)[0]
                what = "stopped while it booted" if dead else f"did not boot within {timeout_s} seconds"
                said = last_words(first.console) or "nothing; is it a cloud image (with cloud-init, for BIOS)?"
                raise OutsideError(f"{first.server.name} {what}", hint=f"its console said last: {said}")
            if waiting:
                time.sleep(0.5)

    def _is_up(self, machine: VirtualMachine) -> bool:
        """Whether cloud-init said that it has done all, or, of a machine that was up before, port 22 answers."""
        if machine.told(READY) is None:
            return False
        address = machine.server.addresses.get("management")
        return address is None or succeeds(
            "ip", "netns", "exec", self.places.control, "nc", "-z", "-w", "2", address, "22"
        )


def check_room(place: Path, wanted: int) -> None:
    """Raise OutsideError where the disk of this place has not that many bytes left."""
    free = shutil.disk_usage(place).free
    if free < wanted:
        raise OutsideError(
            f"no room on the disk of {place}: {wanted / GIB:.1f} GiB are needed and {free / GIB:.1f} GiB are free"
        )


def _check_system(machine: VirtualMachine) -> None:
    """Raise OutsideError where the machine says of itself that it is one that can't be set."""
    told = (machine.told(SYSTEM) or "").split()
    if not told:
        return
    why = given_image.not_supported(told[0], told[1] if len(told) > 1 else "")
    if why:
        raise OutsideError(f"{machine.server.name} can't be set: {why}", hint="change private.libvirt.image")
