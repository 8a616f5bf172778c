"""An environment as a list of steps in order: stacks, and account settings as soon as what they refer to is there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from pcicloud.errors import DefinitionError
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json
from pcicloud.provision.aws.setting_file import Setting, read_setting
from pcicloud.provision.aws.stack import stack_name_of
from pcicloud.provision.aws.template import Template, read_template
from pcicloud.provision.model_file import ModelFile, StackEntry, parameter_values, read_model_file
from pcicloud.provision.placeholders import stack_outputs_in


class StackStep(msgspec.Struct, frozen=True, kw_only=True):
    """A stack to be there: its template, and its parameters with `${...}` placeholders."""

    name: str
    stack_name: str
    template: Template
    parameters: Mapping[str, Json]


Step = StackStep | Setting


def steps_of(environment: Environment, templates: Path) -> tuple[Step, ...]:
    """The steps in the order of the apply. Raises DefinitionError where a file is wrong or refers to a later stack."""
    model = read_model_file(templates, environment.model)
    settings = [read_setting(templates, name) for name in model.account_settings]
    order = [entry.name for entry in model.stacks]
    for setting in settings:
        _refuse_later(f"account_settings/{setting.name}.yaml", setting.stacks, order)
    steps: list[Step] = []
    for place, entry in enumerate(model.stacks):
        needed = {stack for stack, _ in stack_outputs_in(entry.parameters)}
        _refuse_later(f"environments/{environment.model}.yaml: stack {entry.name}", needed, order[:place])
        steps.append(_stack_step(environment, templates, entry))
        steps += [setting for setting in settings if _stack_before(setting, order) == entry.name]
    return tuple(steps)


def facts_of(environment: Environment, templates: Path, *, account: str, region: str) -> dict[str, Json]:
    """What placeholders may name beside stack outputs."""
    model: ModelFile = read_model_file(templates, environment.model)
    values = parameter_values(model, environment)
    place = {"account.id": account, "account.region": region}
    place |= {"environment.account_id": account, "environment.region": region}
    return {
        "environment.name": environment.name,
        **place,
        **{f"parameters.{name}": value for name, value in values.items()},
    }


def _stack_step(environment: Environment, templates: Path, entry: StackEntry) -> StackStep:
    template = read_template(templates / "cloudformation" / entry.template)
    unknown = sorted(set(entry.parameters) - set(template.parameters))
    if unknown:
        raise DefinitionError(f"{template.name}: there is no parameter {unknown[0]}, which the model file sets")
    needed = {name for name, about in template.parameters.items() if "Default" not in about}
    missing = sorted(needed - set(entry.parameters))
    if missing:
        raise DefinitionError(f"{template.name}: nobody gives the parameter {missing[0]} a value")
    return StackStep(
        name=entry.name,
        stack_name=stack_name_of(environment.name, entry.name),
        template=template,
        parameters=entry.parameters,
    )


def _stack_before(setting: Setting, order: list[str]) -> str:
    """The stack that a setting follows; never none, since a stack is the sign that the account is ours to set."""
    return next((name for name in reversed(order) if name in setting.stacks), order[0])


def _refuse_later(where: str, stacks: set[str], known: list[str]) -> None:
    later = sorted(stacks - set(known))
    if later:
        raise DefinitionError(f"{where} refers to the stack {later[0]}, which is not there by then")
