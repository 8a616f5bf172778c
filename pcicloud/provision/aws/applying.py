"""The apply of a whole environment: step by step, stopping at the first failure, going on after it next time."""

from __future__ import annotations

from datetime import UTC, datetime

from pcicloud.model.outcome import Json
from pcicloud.model.plan import SETTINGS, Applied, AppliedStep, Plan, Progress
from pcicloud.provision.aws.setting import is_chosen, look, make
from pcicloud.provision.aws.setting_file import Setting
from pcicloud.provision.aws.stack import described, outputs_of
from pcicloud.provision.aws.stack_apply import apply_stack
from pcicloud.provision.aws.steps import StackStep
from pcicloud.provision.aws.world import World
from pcicloud.provision.driver import Tell


def apply(world: World, plan: Plan, *, tell: Tell) -> Applied:
    """Carry out every step in order. Raises StackFailed, PlanOutdated, AwsRefused; what is done by then stays done."""
    outputs: dict[str, dict[str, Json]] = {}
    done: list[AppliedStep] = []
    for step in world.steps:
        if isinstance(step, StackStep):
            done.append(apply_stack(world, step, outputs, plan, tell))
            outputs[step.name] = dict(outputs_of(described(world.writer, step.stack_name) or {}))
        elif is_chosen(world, step):
            done.append(_apply_setting(world, step, outputs, tell))
    return Applied(environment=world.environment.name, account=world.account, region=world.region, steps=tuple(done))


def _apply_setting(world: World, setting: Setting, outputs: dict[str, dict[str, Json]], tell: Tell) -> AppliedStep:
    changed = sum(make(world, setting, item, outputs) for item in look(world, setting, outputs))
    if changed:
        tell(
            Progress(
                at=datetime.now(UTC),
                stack=SETTINGS,
                resource=setting.name,
                type=setting.read.call.split(".")[0],
                status="UPDATE_COMPLETE",
                reason="",
                done=changed,
                total=changed,
            )
        )
    return AppliedStep(name=setting.name, kind="setting", action="update" if changed else "none", changed=changed)
