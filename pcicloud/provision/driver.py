"""The one shape of everything that builds environments, and how the right one is found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from pcicloud.discover import names
from pcicloud.errors import DefinitionError
from pcicloud.model.environment import Environment
from pcicloud.model.plan import Applied, Destroyed, Destruction, Drift, Plan, Progress, Status
from pcicloud.provision.model_file import read_model_file

Tell = Callable[[Progress], None]


def tell_nobody(_progress: Progress) -> None:
    """Take progress and say nothing."""


class Driver(Protocol):
    """Builds one environment. Every method may raise OutsideError; none keeps state of its own."""

    def plan(self, *, mend_drift: bool = False) -> Plan:
        """What `apply` would change now; nothing is left behind. `mend_drift`: also put back what was changed since."""

    def apply(self, plan: Plan, *, tell: Tell = tell_nobody) -> Applied:
        """Carry out what was planned, going on where an interrupted apply stopped. Stops at the first failure.

        Raises PlanOutdated where it would have to replace or delete a resource that the plan does not name.
        """

    def status(self) -> Status:
        """The environment at a glance."""

    def drift(self, *, tell: Tell = tell_nobody) -> Drift:
        """What differs from what was deployed, and what could not be checked."""

    def destruction(self) -> Destruction:
        """What `destroy` would delete, empty and keep."""

    def destroy(self, *, tell: Tell = tell_nobody) -> Destroyed:
        """Delete everything; what remains is named with its reason."""


def driver_of(environment: Environment, templates: Path) -> Driver:
    """The driver that the environment's model asks for. Raises DefinitionError where model or driver is not there.

    `templates` is the folder with `environments/`, `cloudformation/` and `account_settings/`.
    """
    from importlib import import_module

    model = read_model_file(templates, environment.model)
    wanted = environment.private.driver if environment.private else model.drivers[0]
    if wanted not in model.drivers or wanted not in names("provision.drivers"):
        raise DefinitionError(f"the model {environment.model} wants a driver {wanted}, which does not exist")
    made: Driver = import_module(f"pcicloud.provision.drivers.{wanted}").driver(environment, templates)
    return made
