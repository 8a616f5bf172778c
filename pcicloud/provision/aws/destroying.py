"""Takes an environment down: what would go, then doing it, then looking whether anything is left."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping

import msgspec

from pcicloud.aws_writing import AwsRefused
from pcicloud.model.outcome import Json
from pcicloud.model.plan import Destroyed, Destruction, DoomedResource, DoomedStack, Remaining
from pcicloud.provision.aws.contents import CONTENTS, Held
from pcicloud.provision.aws.deletion_protection import PROTECTIONS
from pcicloud.provision.aws.operation import failure_of, follow, newest_event
from pcicloud.provision.aws.planning import at_once, existing_stacks, setting_steps, stack_steps
from pcicloud.provision.aws.remains import tagged_remains
from pcicloud.provision.aws.setting import is_chosen, look, undo
from pcicloud.provision.aws.setting_file import Setting
from pcicloud.provision.aws.stack import deployed_template, described, is_busy, ours, outputs_of, resources_of
from pcicloud.provision.aws.steps import StackStep
from pcicloud.provision.aws.world import World
from pcicloud.provision.driver import Tell
from pcicloud.provision.placeholders import stack_outputs_in

# A log may be delivered between the emptying of a bucket and its deletion, and a bucket's policy, which may forbid the
# emptying, goes with the first attempt. Only a lock makes another attempt useless.
TRIES = 3
Outputs = Mapping[str, Mapping[str, Json]]


class Doom(msgspec.Struct, frozen=True, kw_only=True):
    """What the deletion of one stack means."""

    stack: DoomedStack
    emptied: tuple[DoomedResource, ...]
    unprotected: tuple[DoomedResource, ...]
    kept: tuple[DoomedResource, ...]


def destruction(world: World) -> Destruction:
    """What destroy would do, in its order. Nothing is deployed: all is empty, settings too."""
    there = existing_stacks(world)
    doomed = [step for step in reversed(stack_steps(world)) if step.name in there]
    dooms = at_once(lambda step: _doom(world, step, there[step.name]), doomed)
    settings = [setting.name for setting in reversed(setting_steps(world)) if setting.undo and there]
    return Destruction(
        environment=world.environment.name,
        account=world.account,
        region=world.region,
        stacks=tuple(doom.stack for doom in dooms),
        settings=tuple(settings),
        emptied=tuple(one for doom in dooms for one in doom.emptied),
        unprotected=tuple(one for doom in dooms for one in doom.unprotected),
        kept=tuple(one for doom in dooms for one in doom.kept),
    )


def _doom(world: World, step: StackStep, stack: Json) -> Doom:
    resources = _living(world, stack["StackId"])
    writer = world.writer
    emptied = [
        _doomed(step, one, CONTENTS[one["ResourceType"]].told(writer, one["PhysicalResourceId"]))
        for one in resources
        if one["ResourceType"] in CONTENTS
    ]
    unprotected = [
        _doomed(step, one, "its deletion protection is lifted")
        for one in resources
        if one["ResourceType"] in PROTECTIONS
        and PROTECTIONS[one["ResourceType"]].is_on(writer, one["PhysicalResourceId"])
    ]
    return Doom(
        stack=DoomedStack(name=step.name, stack_name=step.stack_name, resources=len(resources)),
        emptied=tuple(one for one in emptied if one.what),
        unprotected=tuple(unprotected),
        kept=tuple(_kept(world, step, stack, resources)),
    )


def _living(world: World, stack_id: str) -> list[Json]:
    """The resources of a stack that are there and have a physical id."""
    found = resources_of(world.writer, stack_id)
    return [one for one in found if one.get("PhysicalResourceId") and one["ResourceStatus"] != "DELETE_COMPLETE"]


def _kept(world: World, step: StackStep, stack: Json, resources: list[Json]) -> Iterator[DoomedResource]:
    if stack["StackStatus"] == "REVIEW_IN_PROGRESS":
        return
    template = deployed_template(world.writer, stack["StackId"]).resources
    for one in resources:
        policy = template.get(one["LogicalResourceId"], {}).get("DeletionPolicy")
        if policy in ("Retain", "RetainExceptOnCreate"):
            yield _doomed(step, one, f"stays: its template says DeletionPolicy: {policy}")
        if policy == "Snapshot":
            yield _doomed(step, one, "a last snapshot of it stays: its template says DeletionPolicy: Snapshot")


def _doomed(step: StackStep, resource: Json, what: str) -> DoomedResource:
    return DoomedResource(
        stack=step.name,
        resource=resource["LogicalResourceId"],
        type=resource["ResourceType"],
        physical_id=resource["PhysicalResourceId"],
        what=what,
    )


def destroy(world: World, *, tell: Tell) -> Destroyed:
    """Undo settings and delete stacks, in reverse; what does not go, and what it needs, stays and is named.

    A stack that can't be deleted stays in CloudFormation's care, together with the stacks that it refers to (the key
    of locked logs, say): the next destroy goes on with it.
    """
    there = existing_stacks(world)
    outputs = {name: outputs_of(stack) for name, stack in there.items()}
    undone: list[str] = []
    deleted: list[str] = []
    remains: dict[str, Remaining] = {}
    needed: dict[str, str] = {}
    for step in reversed(world.steps) if there else ():
        if isinstance(step, Setting):
            trouble = _undo(world, step, outputs, undone)
            remains |= {step.name: trouble} if trouble else {}
        elif step.name in needed:
            remains[step.stack_name] = Remaining(
                what=step.stack_name, reason=f"the stack {needed[step.name]} still needs it"
            )
            needed |= _needs(step)
        elif trouble := _delete(world, step, tell):
            remains[step.stack_name] = trouble
            needed |= _needs(step)
        elif step.name in there:
            deleted.append(step.name)
    return Destroyed(
        environment=world.environment.name,
        account=world.account,
        region=world.region,
        stacks=tuple(deleted),
        settings=tuple(undone),
        remains=(*remains.values(), *tagged_remains(world)),
    )


def _needs(step: StackStep) -> dict[str, str]:
    """The stacks that a stack refers to, each with the stack's own name."""
    return {stack: step.name for stack, _ in stack_outputs_in(step.parameters)}


def _undo(world: World, setting: Setting, outputs: Outputs, undone: list[str]) -> Remaining | None:
    if not is_chosen(world, setting):
        return None
    try:
        done = [undo(world, setting, item, outputs) for item in look(world, setting, outputs)]
    except AwsRefused as refused:
        return Remaining(what=f"account setting {setting.name}", reason=f"it could not be undone: {refused.what}")
    if any(done):
        undone.append(setting.name)
    return None


def _delete(world: World, step: StackStep, tell: Tell) -> Remaining | None:
    """Delete a stack, if there is one; returns why it remains."""
    writer = world.writer
    stack = described(writer, step.stack_name)
    if stack is None:
        return None
    id_ = ours(stack, world.environment.name)["StackId"]
    total = len(_living(world, id_))
    if is_busy(stack):
        follow(writer, id_, name=step.name, since=newest_event(writer, id_), total=total, tell=tell)
    for _ in range(TRIES):
        held = _prepare(world, id_)
        since = newest_event(writer, id_)
        writer.call(
            "cloudformation", "DeleteStack", StackName=id_, ClientRequestToken=f"pcicloud-{secrets.token_hex(16)}"
        )
        stack = follow(writer, id_, name=step.name, since=since, total=total, tell=tell)
        if stack["StackStatus"] == "DELETE_COMPLETE":
            return None
        if any(one.until for one in held.values()):
            break
    return Remaining(what=step.stack_name, reason=_why_it_stays(world, stack, held))


def _prepare(world: World, stack_id: str) -> dict[str, Held]:
    """Lift protections and empty what holds something; returns what could not be emptied, by physical id."""
    held = {}
    for one in _living(world, stack_id):
        type_, id_ = one["ResourceType"], one["PhysicalResourceId"]
        if type_ in PROTECTIONS and PROTECTIONS[type_].is_on(world.writer, id_):
            PROTECTIONS[type_].lift(world.writer, id_)
        if type_ in CONTENTS:
            held[id_] = CONTENTS[type_].empty(world.writer, id_)
    return {id_: one for id_, one in held.items() if one.count}


def _why_it_stays(world: World, stack: Json, held: Mapping[str, Held]) -> str:
    if held:
        return "; ".join(
            f"{id_} still holds {one.count} {one.reason}{f' (locked until {one.until})' if one.until else ''}"
            for id_, one in held.items()
        )
    return failure_of(world.writer, stack)
