"""Builds private environments: some driver's machines, set by Ansible. Planning and drift are Ansible's check mode."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import msgspec

from pcicloud.ansible import Reach, reach_of, run_script
from pcicloud.errors import NotSeen, OutsideError
from pcicloud.model.environment import Environment
from pcicloud.model.fleet import Fleet, Server
from pcicloud.model.plan import (
    Applied,
    AppliedStep,
    Change,
    Destroyed,
    Destruction,
    DoomedStack,
    Drift,
    NotChecked,
    Plan,
    PlannedStack,
    StackStatus,
    Status,
)
from pcicloud.provision.alone import alone
from pcicloud.provision.driver import Tell, tell_nobody
from pcicloud.provision.hosts.machines import Machines
from pcicloud.provision.hosts.playing import Played, as_change, as_drift, as_not_checked, played

SET_MARK = "/etc/pcicloud/set"
LOOK = f"import pathlib\nprint(pathlib.Path({SET_MARK!r}).exists())\n"


class HostsDriver:
    """A private environment; holds the fleet and its machines, and no state of its own."""

    def __init__(self, environment: Environment, fleet: Fleet, machines: Machines) -> None:
        self.environment = environment
        self.machines = machines
        parameters = {**fleet.parameters, **machines.more_parameters()}
        self.fleet = msgspec.structs.replace(fleet, parameters=parameters)
        self.where = {"environment": environment.name, "driver": machines.driver}

    @property
    def reach(self) -> Reach:
        """How the machines are reached."""
        return reach_of(self.environment.private)

    def plan(self, *, mend_drift: bool = False) -> Plan:
        """What `apply` would change now: machines that are not there, servers that were never set, and single tasks.

        `mend_drift` says nothing new here: Ansible always puts back what was changed.
        """
        missing = set(self.machines.missing())
        known = self._set_before(tuple(s.name for s in self.fleet.servers if s.name not in missing))
        old = tuple(name for name, state in known.items() if state is True)
        found = played(self.fleet, self.reach, check=True, tell=tell_nobody, limit=old) if old else Played(ends=())
        changes: list[Change] = []
        stacks: list[PlannedStack] = []
        for server in self.fleet.servers:
            state = known.get(server.name)
            if state is True:
                own = Played(ends=found.of(server.name))
                changes += [as_change(end) for end in own.changed]
                stacks.append(_planned_again(server, own))
            else:
                changes.append(_creation(server))
                new = self.machines.new if server.name in missing else "was never set"
                stacks.append(_planned_first(server, state, new))
        return Plan(**self.where, mend_drift=mend_drift, stacks=tuple(stacks), changes=tuple(changes))

    def apply(self, plan: Plan, *, tell: Tell = tell_nobody) -> Applied:
        """Make the machines and set them. A host that fails is named at the end; the others go on."""
        with alone(fleet_folder(self.environment) / "apply", on=self.environment.name):
            self.machines.up()
            done = played(self.fleet, self.reach, check=False, tell=tell)
        if done.broken:
            raise OutsideError(_told(done), hint="the other servers are set; mend it and apply again")
        actions = {stack.name: stack.action for stack in plan.stacks}
        counts = Counter(end.host for end in done.changed)
        steps = tuple(
            AppliedStep(name=s.name, kind="stack", action=actions.get(s.name, "update"), changed=counts[s.name])
            for s in self.fleet.servers
        )
        return Applied(**self.where, steps=steps)

    def status(self) -> Status:
        """Each server: whether it runs, whether it was set."""
        standing = self.machines.standing()
        running = tuple(name for name, state in standing.items() if state != "STOPPED")
        known = self._set_before(running)
        stacks = []
        for server in self.fleet.servers:
            state = known.get(server.name)
            word, reason = standing[server.name], ""
            if isinstance(state, NotSeen):
                word, reason = "NOT_REACHED", state.reason
            elif state is not None:
                word = "SET" if state else "NOT_SET"
            stacks.append(StackStatus(name=server.name, stack_name=server.address, state=word, reason=reason))
        return Status(**self.where, stacks=tuple(stacks), settings=())

    def drift(self, *, tell: Tell = tell_nobody) -> Drift:
        """What Ansible would put back, with the requirements of each task; and who could not be asked."""
        missing = self.machines.missing()
        if len(missing) == len(self.fleet.servers):
            raise OutsideError(f"{self.environment.name} does not stand", hint="build it: pcicloud env apply")
        found = played(
            self.fleet,
            self.reach,
            check=True,
            tell=tell,
            limit=[server.name for server in self.fleet.servers if server.name not in missing],
        )
        gone = [
            NotChecked(stack=n, resource=n, physical_id=n, type="machine", reason="it does not run", requirements=())
            for n in missing
        ]
        return Drift(
            **self.where,
            in_sync=sum(end.end == "ok" for end in found.ends),
            items=tuple(as_drift(end) for end in found.changed),
            not_checked=(*(as_not_checked(end) for end in found.broken), *gone),
        )

    def destruction(self) -> Destruction:
        """What `destroy` would take away."""
        doomed = tuple(DoomedStack(name=one, stack_name=one, resources=1) for one in self.machines.leftovers())
        return Destruction(**self.where, stacks=doomed, settings=(), emptied=(), unprotected=(), kept=())

    def destroy(self, *, tell: Tell = tell_nobody) -> Destroyed:  # noqa: ARG002 - it takes a second
        """Take the machines away."""
        doomed = self.machines.leftovers()
        with alone(fleet_folder(self.environment) / "apply", on=self.environment.name):
            remains = self.machines.down()
        return Destroyed(**self.where, stacks=doomed, settings=(), remains=remains)

    def _set_before(self, names: tuple[str, ...]) -> dict[str, bool | NotSeen]:
        """For each of the servers, whether an apply once went through there."""
        places = tuple(server.place for server in self.fleet.servers if server.name in names)
        if not places:
            return {}
        said = run_script(places, LOOK, self.reach)
        return {name: one if isinstance(one, NotSeen) else "True" in one for name, one in said.items()}


def _planned_again(server: Server, found: Played) -> PlannedStack:
    """A server that was set before: what check mode said of it."""
    note = "; ".join(dict.fromkeys(f"can't be judged: {end.message}" for end in found.broken))
    return PlannedStack(
        name=server.name,
        stack_name=server.address,
        action="update" if found.changed or found.broken else "none",
        unchanged=sum(end.end == "ok" for end in found.ends),
        note=note,
    )


def _planned_first(server: Server, state: bool | NotSeen | None, new: str) -> PlannedStack:
    """A server that is not there yet, or that nobody ever set."""
    note = f"not reached: {state.reason}" if isinstance(state, NotSeen) else new
    return PlannedStack(name=server.name, stack_name=server.address, action="create", unchanged=0, note=note)


def _creation(server: Server) -> Change:
    return Change(stack=server.name, resource=server.name, type=", ".join(server.roles), action="create")


def _told(done: Played) -> str:
    first = {end.host: end for end in reversed(done.broken)}
    return "; ".join(f"{host}: {end.task or end.end}: {end.message}" for host, end in sorted(first.items()))


def fleet_folder(environment: Environment) -> Path:
    """The state folder of a private environment."""
    return Path(environment.private.state) if environment.private else Path(".pcicloud")
