"""What holds for everything that pcicloud makes on this machine: one at a time works on it, and all of it goes away."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from pcicloud.model.fleet import Fleet
from pcicloud.model.plan import Remaining
from pcicloud.provision.lab import groups, network, outside
from pcicloud.provision.lab.places import RUNTIME, Places


class Here(Protocol):
    """Machines on this one, of whatever kind."""

    fleet: Fleet
    places: Places

    def up(self) -> None:
        """Make and boot what is not there yet."""

    def down(self) -> None:
        """Take everything away."""

    def standing(self) -> dict[str, bool]:
        """Each machine, and whether it runs."""


class MachinesHere:
    """Machines on this one, as drivers want them."""

    def __init__(self, driver: str, new: str, here: Here) -> None:
        self.driver = driver
        self.new = new
        self.here = here

    def missing(self) -> tuple[str, ...]:
        """The machines that do not run."""
        return tuple(name for name, runs in self.here.standing().items() if not runs)

    def up(self) -> None:
        """Make and boot them."""
        self.here.up()

    def standing(self) -> dict[str, str]:
        """Which of them run."""
        return {name: "RUNNING" if runs else "STOPPED" for name, runs in self.here.standing().items()}

    def leftovers(self) -> tuple[str, ...]:
        """The machines, where anything of them is there."""
        return tuple(server.name for server in self.here.fleet.servers) if is_there(self.here.places) else ()

    def down(self) -> tuple[Remaining, ...]:
        """Take everything away."""
        self.here.down()
        if not is_there(self.here.places):
            return ()
        return (Remaining(what=self.here.places.id, reason="something of it is still here"),)

    def more_parameters(self) -> dict[str, str]:
        """The only packages and time that such machines can get are those of this machine."""
        fleet = self.here.fleet
        address = network.outer_address(fleet)
        return {"packages_upstream": outside.url(fleet), "packages_cidr": f"{address}/32", "time_sources": address}


def take_away(places: Places) -> None:
    """Processes, namespaces, control groups, disks, keys; right also for what a killed run left."""
    for group in places.cgroups:
        groups.end(group)
    network.down(places)
    for group in places.cgroups:
        groups.remove(group)
    shutil.rmtree(places.disks, ignore_errors=True)
    shutil.rmtree(places.runtime, ignore_errors=True)
    with suppress(OSError):
        RUNTIME.rmdir()  # where no other lab is there
    (places.state / "run").unlink(missing_ok=True)


def is_there(places: Places) -> bool:
    """Whether anything at all is left on this machine."""
    if network.names(places) or any(group.exists() for group in places.cgroups):
        return True
    return places.disks.exists() or places.runtime.exists()


def last_words(log: Path) -> str:
    """The last line of a machine's console, where it said anything."""
    lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
    return lines[-1].strip()[:160] if lines else ""
