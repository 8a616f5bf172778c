"""Sets servers that exist already (any cloud, VM or metal), over SSH. It makes none and deletes none."""

from __future__ import annotations

from pathlib import Path

from pcicloud.model.environment import Environment
from pcicloud.model.fleet import Fleet
from pcicloud.model.plan import Remaining
from pcicloud.provision.driver import Driver
from pcicloud.provision.hosts.fleet import fleet_of
from pcicloud.provision.hosts.hosts_driver import HostsDriver


class OwnServers:
    """Servers that are somebody else's to make and to take away."""

    driver = "ssh"
    new = "a machine that somebody makes"

    def __init__(self, fleet: Fleet) -> None:
        self.fleet = fleet

    def missing(self) -> tuple[str, ...]:
        """None that this driver could make."""
        return ()

    def up(self) -> None:
        """They are there, or a person makes them."""

    def standing(self) -> dict[str, str]:
        """Nobody knows before they are asked."""
        return {server.name: "NOT_KNOWN" for server in self.fleet.servers}

    def leftovers(self) -> tuple[str, ...]:
        """Nothing that this driver made."""
        return ()

    def down(self) -> tuple[Remaining, ...]:
        """They stay as they are."""
        return tuple(Remaining(what=s.name, reason="the server is yours", kind="kept") for s in self.fleet.servers)

    def more_parameters(self) -> dict[str, str]:
        """None."""
        return {}


def driver(environment: Environment, templates: Path) -> Driver:
    """The driver of an environment. Raises DefinitionError for a wrong file."""
    fleet = fleet_of(environment, templates)
    return HostsDriver(environment, fleet, OwnServers(fleet))
