"""A lab as a whole: up, what stands, and down. Each can be repeated, also after a run that was killed."""

from __future__ import annotations

import time

from pcicloud.errors import OutsideError
from pcicloud.linux import require, succeeds
from pcicloud.model.fleet import Fleet
from pcicloud.provision.alone import alone
from pcicloud.provision.lab import network, outside
from pcicloud.provision.lab.access import credentials, say_how_to_reach
from pcicloud.provision.lab.image import base
from pcicloud.provision.lab.machine import Machine
from pcicloud.provision.lab.places import Places
from pcicloud.provision.lab.whole import last_words, take_away
from pcicloud.provision.systems import System

TOOLS = {
    "ip": "iproute2", "mmdebstrap": "mmdebstrap", "mount": "mount", "nc": "netcat-openbsd", "openssl": "openssl",
    "ssh": "openssh-client", "ssh-keygen": "openssh-client", "systemd-nspawn": "systemd-container",
    "unshare": "util-linux",
}  # fmt: skip
BOOT_TIMEOUT_S = 90


class Lab:
    """The machines of one environment on this machine."""

    def __init__(self, fleet: Fleet, places: Places, system: System) -> None:
        self.fleet = fleet
        self.places = places
        self.system = system
        self.machines = tuple(Machine(server, places) for server in fleet.servers)

    def up(self) -> None:
        """Make and boot what is not there yet. Raises OutsideError where this machine can't, or one does not boot."""
        require(TOOLS, what="the lab")
        with alone(self.places.state, on="this lab"):
            self.places.runtime.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.places.disks.mkdir(parents=True, exist_ok=True)
            key, password_hash = credentials(self.places)
            for machine in self.machines:
                if not machine.is_made:
                    machine.prepare(base(self.system), self.fleet, key=key, password_hash=password_hash)
            network.up(self.fleet, self.places)
            outside.up(self.fleet, self.places, self.system)
            say_how_to_reach(self.places, [(m.server, m.host_key()) for m in self.machines])
            for machine in self.machines:
                if not machine.is_running:
                    machine.boot()
            self._wait()

    def down(self) -> None:
        """Take everything away: processes, namespaces, control groups, disks, keys."""
        require(TOOLS, what="the lab")
        with alone(self.places.state, on="this lab"):
            take_away(self.places)

    def standing(self) -> dict[str, bool]:
        """Each machine, and whether it runs."""
        return {machine.server.name: machine.is_running for machine in self.machines}

    def _wait(self) -> None:
        end = time.monotonic() + BOOT_TIMEOUT_S
        waiting = list(self.machines)
        while waiting:
            waiting = [m for m in waiting if not _answers(m)]
            if waiting and time.monotonic() > end:
                names = ", ".join(m.server.name for m in waiting)
                raise OutsideError(
                    f"did not boot within {BOOT_TIMEOUT_S} seconds: {names}", hint=_last_words(waiting[0])
                )
            if waiting:
                time.sleep(0.2)


def _answers(machine: Machine) -> bool:
    """Whether something listens at port 22 in the machine's own network."""
    namespace = machine.places.namespace(machine.server.name)
    return succeeds("ip", "netns", "exec", namespace, "nc", "-z", "-w", "1", "127.0.0.1", "22")


def _last_words(machine: Machine) -> str:
    said = last_words(machine.places.runtime / f"{machine.server.name}.log")
    if said:
        return f"{machine.server.name} said last: {said}"
    return "it said nothing; beside other labs, raise `sysctl fs.inotify.max_user_instances` (a machine takes six)"
