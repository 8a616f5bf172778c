"""One virtual machine: a layer of its own over the image, a seed, and a domain of libvirt."""

from __future__ import annotations

from pathlib import Path

from pcicloud.linux import run
from pcicloud.model.environment import LibvirtPlace
from pcicloud.model.fleet import Fleet, Server
from pcicloud.provision.lab.access import new_key, public_key
from pcicloud.provision.lab.places import Places
from pcicloud.provision.libvirt import seed
from pcicloud.provision.libvirt.daemon import DISKS, Daemon
from pcicloud.resources import folder
from pcicloud.templating import markup


class VirtualMachine:
    """A virtual machine of a lab; holds names only."""

    def __init__(self, server: Server, places: Places, daemon: Daemon) -> None:
        self.server = server
        self.places = places
        self.daemon = daemon
        self.disk = places.disks / f"{server.name}.qcow2"
        self.seed = daemon.own / "lib/seeds" / f"{server.name}.iso"
        self.console = daemon.own / "log" / f"{server.name}.console"
        self._host_key = places.runtime / f"{server.name}.host_key"

    @property
    def is_running(self) -> bool:
        """Whether its process is there; libvirt keeps its id, and somebody else may have that by now."""
        try:
            pid = (self.daemon.own / "run/qemu" / f"{self.server.name}.pid").read_text().strip()
            argv = Path("/proc", pid, "cmdline").read_text().split("\0")
        except OSError:
            return False
        return f"guest={self.server.name},debug-threads=on" in argv

    def prepare(
        self, image: Path, image_format: str, fleet: Fleet, *, key: str, password_hash: str, disk_gib: int
    ) -> None:
        """Give it a disk and a seed. What it has already, it keeps; new keys reach an old disk at its next start.

        `image` lies in the folder of the disks.
        """
        if not self.disk.exists():
            part = self.disk.with_suffix(".part")
            # The path is the one that the daemon sees, so nobody looks there now.
            layer = ("-f", "qcow2", "-F", image_format, "-u", "-b", str(DISKS / image.name))
            run("qemu-img", "create", "-q", *layer, str(part), f"{disk_gib}G")
            part.replace(self.disk)
        if not self._host_key.exists():
            new = self._host_key.with_suffix(".new")
            for old in (new, new.with_name(f"{new.name}.pub")):
                old.unlink(missing_ok=True)
            new_key(new)
            new.with_name(f"{new.name}.pub").replace(self._public)
            new.replace(self._host_key)
        if not self.seed.exists():
            keys = seed.Keys(
                host_private=self._host_key.read_text(),
                host_public=self.host_key(),
                automation_public=key,
                password_hash=password_hash,
            )
            seed.write(self.seed, seed.files(self.places.id, fleet, self.server, keys))

    def boot(self, settings: LibvirtPlace, *, kvm: bool) -> None:
        """Start it; it goes on when this process ends. It leaves nothing in libvirt when it stops."""
        self.console.unlink(missing_ok=True)
        links = {name: seed.mac(self.places.id, self.server.name, name) for name in self.server.addresses}
        text = domain(self.server.name, links, settings, kvm=kvm)
        place = self.places.runtime / f"{self.server.name}.xml"
        place.write_text(text)
        self.daemon.do("create", str(place))

    def host_key(self) -> str:
        """Its public SSH host key."""
        return public_key(self._public)

    def told(self, mark: str) -> str | None:
        """What stands behind a mark on its console since its start; None where it has not said that yet."""
        if not self.console.exists():
            return None
        lines = self.console.read_text(errors="replace").splitlines()
        return next((line.split(mark, 1)[1].strip() for line in lines if mark in line), None)

    @property
    def _public(self) -> Path:
        return self._host_key.with_name(f"{self._host_key.name}.pub")


def domain(name: str, links: dict[str, str], settings: LibvirtPlace, *, kvm: bool) -> str:
    """The XML of a domain of libvirt; `links`: the hardware address in each segment."""
    return (
        markup(folder("templates") / "libvirt")
        .get_template("domain.xml")
        .render(name=name, links=links, settings=settings, kvm=kvm, disk=DISKS / f"{name}.qcow2")
    )


def network(segment: str) -> str:
    """The XML of a network of libvirt: the lab's own bridge of this segment, without addresses or a server for them."""
    return markup(folder("templates") / "libvirt").get_template("network.xml").render(name=segment)
