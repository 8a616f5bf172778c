"""Builds private environments on this machine: machines with real systemd and SSH, and a firewall between them."""

from __future__ import annotations

from pathlib import Path

from pcicloud.model.environment import Environment, PrivatePlace
from pcicloud.provision.driver import Driver
from pcicloud.provision.hosts.fleet import fleet_of
from pcicloud.provision.hosts.hosts_driver import HostsDriver, fleet_folder
from pcicloud.provision.lab.lab import Lab
from pcicloud.provision.lab.places import places_of
from pcicloud.provision.lab.whole import MachinesHere
from pcicloud.provision.systems import named


def driver(environment: Environment, templates: Path) -> Driver:
    """The driver of an environment. Raises DefinitionError for a wrong file."""
    fleet = fleet_of(environment, templates)
    system = named((environment.private or PrivatePlace()).system)
    lab = Lab(fleet, places_of(fleet.name, fleet_folder(environment)), system)
    return HostsDriver(environment, fleet, MachinesHere("lab", "a new machine", lab))
