"""What an apply would do to one stack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from pcicloud.model.outcome import Json
from pcicloud.model.plan import KNOWN_AFTER_APPLY, Change, PlannedStack, PropertyChange, StackAction
from pcicloud.provision.aws.change_set import body_arguments, change_set, changes_of
from pcicloud.provision.aws.intrinsics import Scope, holds, references, resolved, scope_of
from pcicloud.provision.aws.parameters import as_arguments, filled
from pcicloud.provision.aws.requirements import declared, everything, ordered, touched
from pcicloud.provision.aws.secrets import masked
from pcicloud.provision.aws.stack import BROKEN, GOOD, is_busy, outputs_of, resources_of, tags_of
from pcicloud.provision.aws.steps import StackStep
from pcicloud.provision.aws.world import World
from pcicloud.provision.placeholders import UNKNOWN, has_unknown

Outputs = Mapping[str, Json]


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What CloudFormation tells of an update. `differs` can be True without a changed resource (outputs, say)."""

    changes: tuple[Change, ...]
    differs: bool
    resources: int


class StackForecast(msgspec.Struct, frozen=True, kw_only=True):
    """A planned stack, its changes, and its outputs after the apply (UNKNOWN where they may become others)."""

    stack: PlannedStack
    changes: tuple[Change, ...]
    outputs: Outputs


def told(
    world: World, step: StackStep, before: Json, outputs_now: Mapping[str, Outputs], *, mend_drift: bool
) -> Told | None:
    """What CloudFormation tells of a stack as things are now; None where it can't tell. Leaves nothing behind."""
    arguments = as_arguments(filled(world, step, outputs_now), before)
    if before["StackStatus"] not in GOOD or arguments is None:
        return None
    wanted = body_arguments(step, arguments, tags_of(world.environment.name, step.name))
    with change_set(world.writer, wanted, mend_drift=mend_drift) as ready:
        changes = changes_of(world.writer, step, ready) if ready else ()
    return Told(changes=changes, differs=ready is not None, resources=len(resources_of(world.writer, step.stack_name)))


def forecast_of_new(
    world: World, step: StackStep, outputs: Mapping[str, Outputs], *, action: StackAction = "create", note: str = ""
) -> StackForecast:
    """The forecast of a stack that is not there: everything in its template is made."""
    values = filled(world, step, outputs)
    if not has_unknown(values):
        world.writer.call("cloudformation", "ValidateTemplate", TemplateBody=step.template.body)
    scope = scope_of(step.template, values, _pseudo(world, step))
    made = ((name, resource) for name, resource in step.template.resources.items() if _is_wanted(resource, scope))
    return StackForecast(
        stack=PlannedStack(name=step.name, stack_name=step.stack_name, action=action, unchanged=0, note=note),
        changes=tuple(_creation(step, name, resource, scope) for name, resource in made),
        outputs={name: resolved(about.get("Value"), scope) for name, about in step.template.outputs.items()},
    )


def forecast_of_existing(
    world: World,
    step: StackStep,
    before: Json,
    told: Told | None,
    outputs_now: Mapping[str, Outputs],
    outputs: Mapping[str, Outputs],
) -> StackForecast:
    """The forecast of a stack that is there, from what CloudFormation told of it.

    `outputs_now` are the outputs of the stacks as they are, `outputs` those that they will have.
    """
    note = _trouble(before)
    if before["StackStatus"] in BROKEN:
        return forecast_of_new(world, step, outputs, action="recreate", note=note)
    if told is None:
        return _untold(step, note or "its changes can be told when the stacks before it are applied", before)
    now, then = filled(world, step, outputs_now), filled(world, step, outputs)
    late = {name for name, value in then.items() if value is UNKNOWN or value != now[name]}
    changes = (*told.changes, *_late_changes(step, late, {change.resource for change in told.changes}))
    there = sum(1 for change in changes if change.action != "create")
    return StackForecast(
        stack=PlannedStack(
            name=step.name,
            stack_name=step.stack_name,
            action="update" if told.differs or late else "none",
            unchanged=max(0, told.resources - there),
            note="only its outputs or its metadata change" if told.differs and not changes else "",
        ),
        changes=changes,
        outputs=_outputs_after(step, outputs_of(before), changes, late),
    )


def _trouble(before: Json) -> str:
    state = before["StackStatus"]
    if state in BROKEN:
        return f"it is {state}: what is left of it is deleted, then it is made anew"
    if is_busy(before):
        return f"it is {state}: the apply waits until CloudFormation is ready"
    if state == "UPDATE_ROLLBACK_FAILED":
        return f"it is {state}: the apply first lets CloudFormation finish the rollback"
    return ""


def _untold(step: StackStep, note: str, before: Json) -> StackForecast:
    """A stack whose changes nobody can tell now; its resources may well stay as they are."""
    return StackForecast(
        stack=PlannedStack(name=step.name, stack_name=step.stack_name, action="update", unchanged=0, note=note),
        changes=(),
        outputs={name: outputs_of(before).get(name, UNKNOWN) for name in step.template.outputs},
    )


def _pseudo(world: World, step: StackStep) -> dict[str, Json]:
    return {
        "AWS::AccountId": world.account,
        "AWS::Region": world.region,
        "AWS::Partition": world.partition,
        "AWS::URLSuffix": "amazonaws.com.cn" if world.partition == "aws-cn" else "amazonaws.com",
        "AWS::StackName": step.stack_name,
    }


def _is_wanted(resource: Json, scope: Scope) -> bool:
    return "Condition" not in resource or holds(resource["Condition"], scope) is not False


def _creation(step: StackStep, name: str, resource: Json, scope: Scope) -> Change:
    properties = resolved(resource.get("Properties") or {}, scope)
    return Change(
        stack=step.name,
        resource=name,
        type=resource["Type"],
        action="create",
        properties=tuple(_created_property(path, value) for path, value in sorted(properties.items())),
        requirements=everything(declared(resource)),
    )


def _created_property(path: str, value: Json) -> PropertyChange:
    return PropertyChange(path=path, after=masked(path, _shown(value)), after_known=not has_unknown(value))


def _shown(value: Json) -> Json:
    if isinstance(value, Mapping):
        return {key: _shown(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_shown(item) for item in value]
    return KNOWN_AFTER_APPLY if value is UNKNOWN else value


def _late_changes(step: StackStep, late: set[str], told: set[str]) -> tuple[Change, ...]:
    """The resources that use a parameter whose value an earlier stack of the same apply decides."""
    found = []
    for name, resource in step.template.resources.items():
        properties = resource.get("Properties") or {}
        paths = [path for path, value in sorted(properties.items()) if late & set(references(value))]
        if paths and name not in told:
            found.append(_late_change(step, name, resource, paths))
    return tuple(found)


def _late_change(step: StackStep, name: str, resource: Json, paths: Iterable[str]) -> Change:
    known = declared(resource)
    return Change(
        stack=step.name,
        resource=name,
        type=resource["Type"],
        action="update",
        properties=tuple(
            PropertyChange(path=path, after=KNOWN_AFTER_APPLY, after_known=False, requires_recreation="conditionally")
            for path in paths
        ),
        requirements=ordered(id_ for path in paths for id_ in touched(known, path)),
    )


def _outputs_after(step: StackStep, now: Outputs, changes: Iterable[Change], late: set[str]) -> dict[str, Json]:
    """The outputs after the apply: UNKNOWN where one is new, or made of what is created, replaced or not known yet."""
    moved = {change.resource for change in changes if change.action in ("create", "replace")} | late
    return {
        name: UNKNOWN if name not in now or moved & set(references(about.get("Value"))) else now[name]
        for name, about in step.template.outputs.items()
    }
