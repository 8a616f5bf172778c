"""Reads, compares, makes and undoes any account setting, by its file alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import jmespath
import msgspec

from pcicloud.model.outcome import Json
from pcicloud.provision.aws.setting_file import Call, Setting
from pcicloud.provision.aws.world import World
from pcicloud.provision.placeholders import UNKNOWN, Lookup, fill, has_unknown

Outputs = Mapping[str, Mapping[str, Json]]


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A property of a setting that is not as wanted; `under_way`: AWS is still at work on it."""

    property: str
    wanted: Json
    seen: Json
    under_way: bool


class SettingItem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a setting is about: the account, or one of many things of the account (`id` names it).

    `seen` is None where it is not set, UNKNOWN where it can't be read before an earlier stack is there.
    """

    id: str
    seen: Json
    want: Mapping[str, Json]
    differences: tuple[Difference, ...]

    @property
    def state(self) -> Literal["as_wanted", "under_way", "differs"]:
        """Whether something must be written."""
        if not self.differences:
            return "as_wanted"
        return "under_way" if all(difference.under_way for difference in self.differences) else "differs"


def is_chosen(world: World, setting: Setting) -> bool:
    """Whether the user gave the parameters without which the setting is left alone."""
    return all(fill(value, _lookup(world, setting, {})) not in ("", None) for value in setting.only_when)


def look(world: World, setting: Setting, outputs: Outputs) -> tuple[SettingItem, ...]:
    """The setting as it is, compared with what is wanted. Raises AwsRefused."""
    lookup = _lookup(world, setting, outputs)
    parameters, want = fill(setting.read.parameters, lookup), fill(setting.want, lookup)
    if has_unknown(parameters):
        return (_item(setting, world.account, UNKNOWN, want),)
    answer = _call(world, setting.read.call, parameters, none_when=setting.read.none_when)
    seen = jmespath.search(setting.read.path, answer) if setting.read.path and answer is not None else answer
    if setting.read.each:
        return tuple(_item(setting, str(one[setting.read.each]), one, want) for one in seen or [])
    return (_item(setting, world.account, seen, want),)


def make(world: World, setting: Setting, item: SettingItem, outputs: Outputs) -> bool:
    """Write what differs and return whether anything did; calls nothing where nothing differs."""
    if item.state != "differs":
        return False
    properties = {difference.property for difference in item.differences if not difference.under_way}
    wanted = [call for call in setting.write if not call.when or properties & set(call.when)]
    _call_all(world, setting, wanted, item, outputs)
    return True


def undo(world: World, setting: Setting, item: SettingItem, outputs: Outputs) -> bool:
    """Go back to AWS's own default; returns whether there was anything to undo."""
    if item.seen is None or item.seen is UNKNOWN or not setting.undo:
        return False
    _call_all(world, setting, setting.undo, item, outputs)
    return True


def _item(setting: Setting, id_: str, seen: Json, want: Mapping[str, Json]) -> SettingItem:
    values = seen if isinstance(seen, Mapping) else {}
    differences = tuple(
        Difference(property=name, wanted=wanted, seen=values.get(name), under_way=values.get(name) in setting.under_way)
        for name, wanted in want.items()
        if has_unknown(wanted) or name not in values or not same(values[name], wanted)
    )
    return SettingItem(id=id_, seen=seen, want=want, differences=differences)


def same(left: Json, right: Json) -> bool:
    """Whether two values are equal; lists in any order."""
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(_count(item, left) == _count(item, right) for item in left)
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    return bool(left == right)


def _count(item: Json, items: list[Json]) -> int:
    return sum(1 for other in items if same(item, other))


def _call_all(world: World, setting: Setting, calls: Iterable[Call], item: SettingItem, outputs: Outputs) -> None:
    facts = {"want": item.want, **{f"want.{name}": value for name, value in item.want.items()}}
    if isinstance(item.seen, Mapping):
        facts |= {"read": item.seen, **{f"read.{name}": value for name, value in item.seen.items()}}
    lookup = _lookup(world, setting, outputs, facts)
    for call in calls:
        _call(world, call.call, fill(call.parameters, lookup))


def _call(world: World, call: str, parameters: Json, *, none_when: tuple[str, ...] = ()) -> Json:
    service, method = call.split(".")
    return world.writer.call(service, method, none_when=none_when, **parameters)


def _lookup(world: World, setting: Setting, outputs: Outputs, facts: Mapping[str, Json] = {}) -> Lookup:
    here = world.lookup(outputs, where=f"account_settings/{setting.name}.yaml")
    return lambda name: facts[name] if name in facts else here(name)
