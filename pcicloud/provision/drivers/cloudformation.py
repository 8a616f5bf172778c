"""Builds environments on AWS: CloudFormation stacks, and the account settings that CloudFormation has no type for."""

from __future__ import annotations

from pathlib import Path

from pcicloud.aws import Aws
from pcicloud.errors import DefinitionError
from pcicloud.model.environment import Environment
from pcicloud.model.plan import Applied, Destroyed, Destruction, Drift, Plan, Status
from pcicloud.provision.aws.applying import apply
from pcicloud.provision.aws.destroying import destroy, destruction
from pcicloud.provision.aws.drifting import drift
from pcicloud.provision.aws.planning import plan
from pcicloud.provision.aws.standing import status
from pcicloud.provision.aws.world import World, world_of
from pcicloud.provision.driver import Driver, Tell, tell_nobody


class CloudFormationDriver:
    """The environment in its account; holds the AWS session and nothing else."""

    def __init__(self, world: World) -> None:
        self.world = world

    def plan(self, *, mend_drift: bool = False) -> Plan:
        """What `apply` would change now."""
        return plan(self.world, mend_drift=mend_drift)

    def apply(self, plan: Plan, *, tell: Tell = tell_nobody) -> Applied:
        """Carry out what was planned."""
        return apply(self.world, plan, tell=tell)

    def status(self) -> Status:
        """The environment at a glance."""
        return status(self.world)

    def drift(self, *, tell: Tell = tell_nobody) -> Drift:
        """What differs from what was deployed."""
        return drift(self.world, tell=tell)

    def destruction(self) -> Destruction:
        """What `destroy` would do."""
        return destruction(self.world)

    def destroy(self, *, tell: Tell = tell_nobody) -> Destroyed:
        """Delete everything, and say what remains."""
        return destroy(self.world, tell=tell)


def driver(environment: Environment, templates: Path) -> Driver:
    """The driver of an environment. Raises DefinitionError for a wrong file, OutsideError where AWS doesn't know us."""
    if environment.aws is None:
        raise DefinitionError("environment.yaml: there is no aws: section with its regions")
    return CloudFormationDriver(world_of(environment, templates, Aws(environment.aws)))
