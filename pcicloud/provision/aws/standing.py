"""The environment at a glance: every stack and every account setting as it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from pcicloud.aws_writing import AwsRefused
from pcicloud.model.outcome import Json
from pcicloud.model.plan import SettingStatus, StackStatus, Status
from pcicloud.provision.aws.planning import at_once, existing_stacks, setting_steps, stack_steps
from pcicloud.provision.aws.secrets import shown_outputs
from pcicloud.provision.aws.setting import look
from pcicloud.provision.aws.setting_file import Setting
from pcicloud.provision.aws.stack import moment, outputs_of, resources_of
from pcicloud.provision.aws.steps import StackStep
from pcicloud.provision.aws.world import World
from pcicloud.provision.placeholders import UNKNOWN


def status(world: World) -> Status:
    """How stacks and settings stand now; nothing is changed, and drift is what the last look at it said."""
    there = existing_stacks(world)
    outputs = {name: outputs_of(stack) for name, stack in there.items()}
    return Status(
        environment=world.environment.name,
        account=world.account,
        region=world.region,
        stacks=tuple(at_once(lambda step: _stack_status(world, step, there.get(step.name)), stack_steps(world))),
        settings=tuple(at_once(lambda setting: _setting_status(world, setting, outputs), setting_steps(world))),
    )


def _stack_status(world: World, step: StackStep, stack: Json | None) -> StackStatus:
    if stack is None:
        return StackStatus(name=step.name, stack_name=step.stack_name, state="NOT_DEPLOYED")
    resources = resources_of(world.writer, step.stack_name)
    drift = stack.get("DriftInformation") or {}
    checked = drift.get("LastCheckTimestamp")
    return StackStatus(
        name=step.name,
        stack_name=step.stack_name,
        state=stack["StackStatus"],
        reason=stack.get("StackStatusReason", ""),
        resources=dict(sorted(Counter(one["ResourceStatus"] for one in resources).items())),
        changed_at=moment(stack.get("LastUpdatedTime") or stack["CreationTime"]),
        outputs=shown_outputs(step.template, outputs_of(stack)),
        drift=drift.get("StackDriftStatus", "NOT_CHECKED"),
        drift_checked_at=moment(checked) if checked else None,
    )


def _setting_status(world: World, setting: Setting, outputs: Mapping[str, Mapping[str, Json]]) -> SettingStatus:
    try:
        items = look(world, setting, outputs)
    except AwsRefused as refused:
        return SettingStatus(name=setting.name, state="not_known", reason=refused.what)
    if any(item.seen is UNKNOWN for item in items):
        missing = ", ".join(sorted(setting.stacks - set(outputs)))
        return SettingStatus(name=setting.name, state="not_known", reason=f"not deployed yet: {missing}")
    wrong = [f"{one.property}" for item in items if item.state == "differs" for one in item.differences]
    if wrong:
        return SettingStatus(name=setting.name, state="differs", reason=", ".join(sorted(set(wrong))))
    return SettingStatus(name=setting.name, state="as_wanted")
