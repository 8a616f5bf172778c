"""What differs from what was deployed, resource by resource, and which requirements that touches."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec

from pcicloud.aws_writing import AwsRefused
from pcicloud.errors import UsageError
from pcicloud.model.outcome import Json
from pcicloud.model.plan import SETTINGS, Drift, DriftItem, NotChecked, Progress
from pcicloud.provision.aws.additions import Deployed, additions
from pcicloud.provision.aws.planning import at_once, existing_stacks, setting_steps, stack_steps
from pcicloud.provision.aws.requirements import THERE, declared, everything, ordered, touched
from pcicloud.provision.aws.secrets import masked
from pcicloud.provision.aws.setting import SettingItem, look
from pcicloud.provision.aws.setting_file import Setting
from pcicloud.provision.aws.stack import BROKEN, deployed_template, outputs_of, resources_of
from pcicloud.provision.aws.steps import StackStep
from pcicloud.provision.aws.waiting import delays_s
from pcicloud.provision.aws.world import World
from pcicloud.provision.driver import Tell
from pcicloud.provision.placeholders import has_unknown

CHECKED = ("IN_SYNC", "MODIFIED", "DELETED")
#: What stands for the differences where CloudFormation calls a resource modified and names none.
MODIFIED_SOMEHOW = {"PropertyPath": "/", "ExpectedValue": "as deployed", "ActualValue": "modified"}
UNCHECKABLE = "CloudFormation can't check resources of this type"


#: A resource or a thing that a setting is about: its stack, its name, its physical id.
Place = tuple[str, str, str]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in one stack or one account setting."""

    in_sync: frozenset[Place] = frozenset()
    items: tuple[DriftItem, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()


def drift(world: World, *, tell: Tell) -> Drift:
    """The drift of all stacks and account settings. Raises UsageError where nothing is deployed; AwsRefused."""
    there = existing_stacks(world)
    if not there:
        raise UsageError(
            f"{world.environment.name} is not deployed in account {world.account}, region {world.region}",
            hint="see what would be made with `pcicloud env plan`",
        )
    outputs = {name: outputs_of(stack) for name, stack in there.items()}
    missing = [_missing_stack(step) for step in stack_steps(world) if step.name not in there]
    deployed = at_once(
        lambda step: _deployed(world, step, there[step.name]), [s for s in stack_steps(world) if s.name in there]
    )
    stacks = at_once(lambda one: _stack_drift(world, one, tell), deployed)
    added = Found(items=additions(world.writer, deployed))
    settings = at_once(lambda setting: _setting_drift(world, setting, outputs), setting_steps(world))
    found = [*missing, *stacks, added, *settings]
    items = tuple(item for one in found for item in one.items)
    # CloudFormation calls a group in sync to which somebody added a rule: what drifted in any way is not.
    drifted = {(item.stack, item.resource, item.physical_id) for item in items}
    return Drift(
        environment=world.environment.name,
        account=world.account,
        region=world.region,
        in_sync=len(frozenset[Place]().union(*(one.in_sync for one in found)) - drifted),
        items=items,
        not_checked=tuple(item for one in found for item in one.not_checked),
    )


def _deployed(world: World, step: StackStep, stack: Json) -> Deployed:
    resources = resources_of(world.writer, stack["StackId"])
    # A stack that was never executed has no template yet, and no resources.
    is_new = stack["StackStatus"] == "REVIEW_IN_PROGRESS"
    return Deployed(
        step=step,
        stack=stack,
        resources=[one for one in resources if one["ResourceStatus"] != "DELETE_COMPLETE"],
        template=step.template if is_new else deployed_template(world.writer, stack["StackId"]),
    )


def _stack_drift(world: World, deployed: Deployed, tell: Tell) -> Found:
    step, stack, resources = deployed.step, deployed.stack, deployed.resources
    known = {name: declared(resource) for name, resource in deployed.template.resources.items()}
    if stack["StackStatus"] in BROKEN:
        return Found(not_checked=_unchecked(step, resources, known, f"the stack is {stack['StackStatus']}", {}))
    trouble = _detect(world, stack["StackId"])
    tell(_progress(step, len(resources)))
    drifts = {} if trouble else _drifts(world, stack["StackId"])
    checked = {name: one for name, one in drifts.items() if one["StackResourceDriftStatus"] in CHECKED}
    unseen = [resource for resource in resources if resource["LogicalResourceId"] not in checked]
    reasons = {name: one.get("DriftStatusReason", "") for name, one in drifts.items()}
    return Found(
        in_sync=frozenset(
            (step.name, name, one.get("PhysicalResourceId", ""))
            for name, one in checked.items()
            if one["StackResourceDriftStatus"] == "IN_SYNC"
        ),
        items=tuple(item for name, one in checked.items() for item in _items(step, one, known.get(name, {}))),
        not_checked=_unchecked(step, unseen, known, trouble or UNCHECKABLE, reasons),
    )


def _missing_stack(step: StackStep) -> Found:
    known = {name: declared(resource) for name, resource in step.template.resources.items()}
    item = DriftItem(
        stack=step.name,
        resource="",
        physical_id=step.stack_name,
        type="AWS::CloudFormation::Stack",
        kind="deleted",
        property=THERE,
        expected="the stack",
        seen=None,
        requirements=ordered(id_ for paths in known.values() for id_ in everything(paths)),
    )
    return Found(items=(item,))


def _detect(world: World, stack_id: str) -> str:
    """Let CloudFormation look at all resources of a stack; returns why it could not, or an empty text."""
    started = world.writer.call("cloudformation", "DetectStackDrift", StackName=stack_id)
    for delay_s in delays_s():
        answer = world.writer.call(
            "cloudformation",
            "DescribeStackDriftDetectionStatus",
            StackDriftDetectionId=started["StackDriftDetectionId"],
        )
        if answer["DetectionStatus"] == "DETECTION_COMPLETE":
            return ""
        if answer["DetectionStatus"] == "DETECTION_FAILED":
            # The resources that it did see are not told apart from those of an earlier look: none counts as checked.
            return f"CloudFormation could not look: {answer.get('DetectionStatusReason', 'no reason given')}"
        time.sleep(delay_s)
    raise AssertionError("delays_s never ends")


def _drifts(world: World, stack_id: str) -> dict[str, Json]:
    """What the last look said of the resources of a stack, by logical id."""
    found: list[Json] = []
    token: dict[str, Json] = {}
    while True:
        page = world.writer.call("cloudformation", "DescribeStackResourceDrifts", StackName=stack_id, **token)
        found += page["StackResourceDrifts"]
        if not page.get("NextToken"):
            break
        token = {"NextToken": page["NextToken"]}
    return {one["LogicalResourceId"]: one for one in found}


def _items(step: StackStep, one: Json, known: Mapping[str, tuple[str, ...]]) -> list[DriftItem]:
    about = {
        "stack": step.name,
        "resource": one["LogicalResourceId"],
        "physical_id": one.get("PhysicalResourceId", ""),
        "type": one["ResourceType"],
    }
    if one["StackResourceDriftStatus"] == "DELETED":
        return [
            DriftItem(
                **about,
                kind="deleted",
                property=THERE,
                expected="the resource",
                seen=None,
                requirements=everything(known),
            )
        ]
    unnamed = [MODIFIED_SOMEHOW] if one["StackResourceDriftStatus"] == "MODIFIED" else []
    differences = one.get("PropertyDifferences") or unnamed
    return [_modified(about, difference, known) for difference in differences]


def _modified(about: Mapping[str, str], difference: Json, known: Mapping[str, tuple[str, ...]]) -> DriftItem:
    path = difference["PropertyPath"].strip("/").replace("/", ".") or THERE
    return DriftItem(
        **about,
        kind="modified",
        property=path,
        expected=_value(path, difference, "ExpectedValue", absent_when="ADD"),
        seen=_value(path, difference, "ActualValue", absent_when="REMOVE"),
        requirements=everything(known) if path == THERE else touched(known, path),
    )


def _value(path: str, difference: Json, key: str, *, absent_when: str) -> Json:
    """A value as CloudFormation tells it, None where the property is not there at all (it then tells the text null)."""
    if difference.get("DifferenceType") == absent_when:
        return None
    return masked(path, difference.get(key))


def _unchecked(
    step: StackStep,
    resources: list[Json],
    known: Mapping[str, Mapping[str, tuple[str, ...]]],
    reason: str,
    reasons: Mapping[str, str],
) -> tuple[NotChecked, ...]:
    """The resources that nobody checked, each with its own of the `reasons`, or with the common one."""
    return tuple(
        NotChecked(
            stack=step.name,
            resource=one["LogicalResourceId"],
            physical_id=one.get("PhysicalResourceId", ""),
            type=one["ResourceType"],
            reason=reasons.get(one["LogicalResourceId"]) or reason,
            requirements=everything(known.get(one["LogicalResourceId"], {})),
        )
        for one in resources
    )


def _progress(step: StackStep, resources: int) -> Progress:
    return Progress(
        at=datetime.now(UTC),
        stack=step.name,
        resource="",
        type="",
        status="DETECTION_COMPLETE",
        reason="",
        done=resources,
        total=resources,
    )


def _setting_drift(world: World, setting: Setting, outputs: Mapping[str, Mapping[str, Json]]) -> Found:
    try:
        items = look(world, setting, outputs)
    except AwsRefused as refused:
        return Found(not_checked=(_unread(setting, world.account, refused.what),))
    found = [_setting_items(setting, item) for item in items]
    late = tuple(
        _unread(setting, item.id, "AWS is still at work on it, or a stack that it depends on is not there")
        for item in items
        if item.state == "under_way" or has_unknown([item.seen, *item.want.values()])
    )
    return Found(
        in_sync=frozenset((SETTINGS, setting.name, item.id) for item in items if item.state == "as_wanted"),
        items=tuple(item for one in found for item in one),
        not_checked=late,
    )


def _setting_items(setting: Setting, item: SettingItem) -> list[DriftItem]:
    return [
        DriftItem(
            stack=SETTINGS,
            resource=setting.name,
            physical_id=item.id,
            type=setting.read.call.split(".")[0],
            kind="modified" if item.seen is not None else "deleted",
            property=one.property,
            expected=masked(one.property, one.wanted),
            seen=masked(one.property, one.seen),
            requirements=touched(setting.requirements, one.property),
        )
        for one in item.differences
        if not one.under_way and not has_unknown([item.seen, one.wanted])
    ]


def _unread(setting: Setting, id_: str, reason: str) -> NotChecked:
    return NotChecked(
        stack=SETTINGS,
        resource=setting.name,
        physical_id=id_,
        type=setting.read.call.split(".")[0],
        reason=reason,
        requirements=ordered(id_ for ids in setting.requirements.values() for id_ in ids),
    )
