"""The plan of a whole environment: stacks in order, then account settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from pcicloud.model.outcome import Json
from pcicloud.model.plan import KNOWN_AFTER_APPLY, SETTINGS, Change, Plan, PropertyChange
from pcicloud.provision.aws.requirements import ordered, touched
from pcicloud.provision.aws.secrets import masked
from pcicloud.provision.aws.setting import SettingItem, is_chosen, look
from pcicloud.provision.aws.setting_file import Setting
from pcicloud.provision.aws.stack import described, ours, outputs_of
from pcicloud.provision.aws.stack_plan import Outputs, StackForecast, Told, forecast_of_existing, forecast_of_new, told
from pcicloud.provision.aws.steps import StackStep
from pcicloud.provision.aws.world import World
from pcicloud.provision.placeholders import UNKNOWN, has_unknown

# CloudFormation allows a few calls a second for each account; more threads would only be throttled.
THREADS = 6
In = TypeVar("In")
Out = TypeVar("Out")


def at_once(function: Callable[[In], Out], items: Iterable[In]) -> list[Out]:
    """The results of a function for all items, in order, asked at the same time."""
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(function, items))


def stack_steps(world: World) -> list[StackStep]:
    """The stacks of the environment in order."""
    return [step for step in world.steps if isinstance(step, StackStep)]


def setting_steps(world: World) -> list[Setting]:
    """The account settings that the user chose, in order."""
    return [step for step in world.steps if isinstance(step, Setting) and is_chosen(world, step)]


def existing_stacks(world: World) -> dict[str, Json]:
    """The described stacks that are there, by their name in the model. Raises UsageError where one is not ours."""
    found = at_once(lambda step: (step.name, described(world.writer, step.stack_name)), stack_steps(world))
    return {name: ours(stack, world.environment.name) for name, stack in found if stack}


def plan(world: World, *, mend_drift: bool) -> Plan:
    """What an apply would change now. Raises AwsRefused, UsageError; leaves nothing behind."""
    forecasts = _forecasts(world, mend_drift=mend_drift)
    outputs = {forecast.stack.name: forecast.outputs for forecast in forecasts}
    settings = at_once(lambda setting: setting_changes(setting, look(world, setting, outputs)), setting_steps(world))
    return Plan(
        environment=world.environment.name,
        account=world.account,
        region=world.region,
        mend_drift=mend_drift,
        stacks=tuple(forecast.stack for forecast in forecasts),
        changes=tuple(change for changes in (*(one.changes for one in forecasts), *settings) for change in changes),
    )


def _forecasts(world: World, *, mend_drift: bool) -> list[StackForecast]:
    there = existing_stacks(world)
    now: dict[str, Outputs] = {name: outputs_of(stack) for name, stack in there.items()}
    here = [step for step in stack_steps(world) if step.name in there]
    heard: list[Told | None] = at_once(
        lambda step: told(world, step, there[step.name], now, mend_drift=mend_drift), here
    )
    by_name = {step.name: one for step, one in zip(here, heard, strict=True)}
    outputs: dict[str, Outputs] = {}
    forecasts = []
    for step in stack_steps(world):
        forecast = _forecast(world, step, there.get(step.name), by_name.get(step.name), now, outputs)
        outputs[step.name] = forecast.outputs
        forecasts.append(forecast)
    return forecasts


def _forecast(
    world: World,
    step: StackStep,
    before: Json | None,
    heard: Told | None,
    now: Mapping[str, Outputs],
    outputs: Mapping[str, Outputs],
) -> StackForecast:
    if before is None:
        return forecast_of_new(world, step, outputs)
    return forecast_of_existing(world, step, before, heard, now, outputs)


def setting_changes(setting: Setting, items: Iterable[SettingItem]) -> tuple[Change, ...]:
    """What would be written of an account setting, property by property."""
    return tuple(_setting_change(setting, item) for item in items if item.state == "differs")


def _setting_change(setting: Setting, item: SettingItem) -> Change:
    differences = [difference for difference in item.differences if not difference.under_way]
    return Change(
        stack=SETTINGS,
        resource=setting.name,
        type=setting.read.call.split(".")[0],
        action="create" if item.seen is None else "update",
        physical_id=item.id,
        properties=tuple(
            PropertyChange(
                path=one.property,
                before=None if one.seen is UNKNOWN else masked(one.property, one.seen),
                after=KNOWN_AFTER_APPLY if has_unknown(one.wanted) else masked(one.property, one.wanted),
                after_known=not has_unknown(one.wanted),
            )
            for one in differences
        ),
        requirements=ordered(id_ for one in differences for id_ in touched(setting.requirements, one.property)),
    )
