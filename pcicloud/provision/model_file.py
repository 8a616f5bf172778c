"""The model file `templates/environments/<model>.yaml`: stacks in order, and what a user may set."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from pcicloud import strict_yaml
from pcicloud.errors import DefinitionError, UsageError
from pcicloud.model.assessment import Text
from pcicloud.model.environment import Environment, HostPlace, Role
from pcicloud.model.fleet import ENCRYPTED, Port, Protection, Protocol, RoleEntry
from pcicloud.model.outcome import Json


class Parameter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value that a user may set: its default, what it must match, and what it is for."""

    about: Text
    default: str | int | bool | None = None
    pattern: str | None = None


class StackEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A stack: its template in `templates/cloudformation/` and its parameters, with `${...}` placeholders."""

    name: str
    template: str
    parameters: dict[str, str | int | bool | list[str]] = {}


class ServerEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A server of a size: its name and its roles."""

    name: str
    roles: tuple[Role, ...]


class FlowEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An allowed flow: from and to whom, why, whether cardholder data may be in it, and how it is protected."""

    source: str = msgspec.field(name="from")
    target: str = msgspec.field(name="to")
    port: Port
    protocol: Protocol
    reason: Text
    cardholder_data: bool
    protection: Protection


class ModelFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A model: what is built, in which order, by which drivers (the first where the environment names none).

    `segments` and `flows` are for diagrams and documents, and in the private model for the firewalls. `sizes` are the
    servers that a first environment.yaml gets.
    """

    model: str
    title: Text
    drivers: tuple[str, ...] = ("cloudformation",)
    roles: dict[Role, RoleEntry] = {}
    sizes: dict[str, tuple[ServerEntry, ...]] = {}
    stacks: tuple[StackEntry, ...] = ()
    account_settings: tuple[str, ...] = ()
    parameters: dict[str, Parameter] = {}
    segments: tuple[dict[str, Json], ...] = ()
    flows: tuple[FlowEntry, ...] = ()


def read_model_file(templates: Path, model: str) -> ModelFile:
    """The model's file. Raises DefinitionError where it is wrong, or there is no such model."""
    folder = templates / "environments"
    path = folder / f"{model}.yaml"
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in folder.glob("*.yaml"))) or "none"
        raise DefinitionError(f"there is no model {model}", hint=f"set `model:` in environment.yaml to one of: {known}")
    read = strict_yaml.load(path, ModelFile)
    names = [stack.name for stack in read.stacks]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise DefinitionError(f"{path}: two stacks are called {twice}")
    for flow in read.flows:
        if flow.cardholder_data and flow.protection not in ENCRYPTED:
            what = f"the flow from {flow.source} to {flow.target}, port {flow.port}, may carry cardholder data"
            raise DefinitionError(f"{path}: {what}, but its protection is {flow.protection}")
    return read


def servers_of_size(model: ModelFile, size: str) -> tuple[HostPlace, ...]:
    """The servers with which an environment of this size begins. Raises UsageError for a size that there is not."""
    if size not in model.sizes:
        raise UsageError(f"the model {model.model} has no size {size}", hint=f"it has: {', '.join(model.sizes)}")
    return tuple(HostPlace(name=one.name, connection="ssh", roles=one.roles) for one in model.sizes[size])


def parameter_values(model: ModelFile, environment: Environment) -> dict[str, str | int | bool]:
    """Every parameter of the model with the user's value or its default. Raises DefinitionError for a wrong one."""
    values = {name: one.default for name, one in model.parameters.items()} | environment.parameters
    for name, value in values.items():
        if value is None:
            hint = f"under `parameters:`; {model.parameters[name].about.en}"
            raise DefinitionError(f"environment.yaml: the parameter {name} must be set", hint=hint)
    given = {name: value for name, value in values.items() if value is not None}
    check_given(model, given, where="environment.yaml: parameters")
    return given


def check_given(model: ModelFile, given: Mapping[str, str | int | bool], *, where: str) -> None:
    """Raise DefinitionError for a value that the model has no parameter for, or that its parameter does not allow."""
    for name, value in given.items():
        if name not in model.parameters:
            known = ", ".join(sorted(model.parameters)) or "none"
            raise DefinitionError(f"{where}: the model {model.model} has no parameter {name}", hint=f"it has: {known}")
        parameter = model.parameters[name]
        text = str(value).lower() if isinstance(value, bool) else str(value)
        if parameter.pattern and not re.fullmatch(parameter.pattern, text):
            raise DefinitionError(
                f"{where}: the parameter {name} does not match {parameter.pattern}", hint=parameter.about.en
            )
