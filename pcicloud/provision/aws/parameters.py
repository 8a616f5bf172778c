"""A stack's parameters: from the model file's placeholders to what CloudFormation takes."""

from __future__ import annotations

from collections.abc import Mapping

from pcicloud.model.outcome import Json
from pcicloud.provision.aws.steps import StackStep
from pcicloud.provision.aws.world import World
from pcicloud.provision.placeholders import UNKNOWN, as_text, fill, has_unknown


def filled(world: World, step: StackStep, outputs: Mapping[str, Mapping[str, Json]]) -> dict[str, Json]:
    """The parameters of a stack as texts, UNKNOWN where a value comes from a stack that is not there yet."""
    lookup = world.lookup(outputs, where=f"environments/{world.environment.model}.yaml: stack {step.name}")
    values = {name: fill(value, lookup) for name, value in step.parameters.items()}
    return {name: UNKNOWN if has_unknown(value) else as_text(value) for name, value in values.items()}


def as_arguments(values: Mapping[str, Json], before: Json | None) -> list[Json] | None:
    """The `Parameters` of an API call; an unknown value stays as it is in the stack (`before`).

    None where an unknown value has none before: the stack can't be planned by CloudFormation yet.
    """
    had = {parameter["ParameterKey"] for parameter in (before or {}).get("Parameters") or []}
    if any(value is UNKNOWN and name not in had for name, value in values.items()):
        return None
    return [
        {"ParameterKey": name, "UsePreviousValue": True}
        if value is UNKNOWN
        else {"ParameterKey": name, "ParameterValue": str(value)}
        for name, value in sorted(values.items())
    ]
