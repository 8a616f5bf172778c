"""An account setting as its file in `templates/account_settings/` says it; its README tells the form."""

from __future__ import annotations

from pathlib import Path

import msgspec

from pcicloud import strict_yaml
from pcicloud.errors import DefinitionError
from pcicloud.model.assessment import Text
from pcicloud.model.outcome import Json
from pcicloud.provision.placeholders import stack_outputs_in


class Read(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How to see the setting: a call, where in its answer the properties are, and which errors mean "not set"."""

    call: str
    parameters: Json = {}
    path: str | None = None
    each: str | None = None
    none_when: tuple[str, ...] = ()


class Call(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A call `<service>.<method>` that changes the setting; `when` limits it to differences of these properties."""

    call: str
    parameters: Json = {}
    when: tuple[str, ...] = ()


class Setting(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A setting of an account or a region that CloudFormation has no type for."""

    name: str
    title: Text
    requirements: dict[str, tuple[str, ...]]
    read: Read
    want: dict[str, Json]
    write: tuple[Call, ...]
    undo: tuple[Call, ...]
    after: tuple[str, ...] = ()
    only_when: tuple[str, ...] = ()
    under_way: tuple[str, ...] = ()

    @property
    def stacks(self) -> set[str]:
        """The stacks that must be there before the setting can be made."""
        parameters = [self.read.parameters, self.want, *(call.parameters for call in (*self.write, *self.undo))]
        return {stack for stack, _ in stack_outputs_in(parameters)} | set(self.after)


def read_setting(templates: Path, name: str) -> Setting:
    """The account setting of that name. Raises DefinitionError where its file is wrong or not there."""
    path = templates / "account_settings" / f"{name}.yaml"
    setting = strict_yaml.load(path, Setting)
    if setting.name != name:
        raise DefinitionError(f"{path}: the file is not called like the setting, {setting.name}")
    for call in (setting.read.call, *(one.call for one in (*setting.write, *setting.undo))):
        if call.count(".") != 1:
            raise DefinitionError(f"{path}: a call is written <service>.<method>, not {call}")
    return setting
