"""Builds private environments on this machine as virtual machines: each server has a kernel of its own."""

from __future__ import annotations

from pathlib import Path

from pcicloud.model.environment import Environment, PrivatePlace
from pcicloud.provision.driver import Driver
from pcicloud.provision.hosts.fleet import fleet_of
from pcicloud.provision.hosts.hosts_driver import HostsDriver, fleet_folder
from pcicloud.provision.lab.places import places_of
from pcicloud.provision.lab.whole import MachinesHere
from pcicloud.provision.libvirt.kvm import kvm
from pcicloud.provision.libvirt.virtual_lab import VirtualLab
from pcicloud.provision.systems import named

FAST = "a new virtual machine"
SLOW = "a new virtual machine, emulated and slow: this machine has no KVM"


def driver(environment: Environment, templates: Path) -> Driver:
    """The driver of an environment. Raises DefinitionError for a wrong file."""
    fleet = fleet_of(environment, templates)
    place = environment.private or PrivatePlace()
    places = places_of(fleet.name, fleet_folder(environment))
    lab = VirtualLab(fleet, places, place.libvirt, named(place.system))
    return HostsDriver(environment, fleet, MachinesHere("libvirt", FAST if kvm() else SLOW, lab))
