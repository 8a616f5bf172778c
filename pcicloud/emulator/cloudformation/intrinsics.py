"""Resolve a template's functions: Ref, Fn::GetAtt, Fn::Sub, conditions and the rest of the language."""

from __future__ import annotations

import base64
import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pcicloud.emulator.cloudformation.template import Json, validation_error

UNKNOWN = "{{changeSet:KNOWN_AFTER_APPLY}}"
SUB_FIELD = re.compile(r"\$\{(!?)([^${}]+)\}")
DYNAMIC = re.compile(r"\{\{resolve:(ssm|ssm-secure|secretsmanager):([^{}]+)\}\}")


class _NoValue:
    """What `AWS::NoValue` gives: the key or the item that holds it vanishes."""


NO_VALUE = _NoValue()


@dataclass(frozen=True, kw_only=True)
class Scope:
    """All that a template's functions can ask for."""

    template: Mapping[str, Json]
    parameters: Mapping[str, Json]
    pseudo: Mapping[str, Json]
    physical_id: Callable[[str], str]
    attribute: Callable[[str, str], Json]
    import_value: Callable[[str], str]
    zones: Callable[[str], list[str]]
    dynamic: Callable[[str, str], str]


def resolve(value: Json, scope: Scope) -> Json:
    """Return the value with every function replaced by its result. Raises ServiceError on a wrong one."""
    if isinstance(value, dict):
        if len(value) == 1:
            name, argument = next(iter(value.items()))
            if name in FUNCTIONS:
                return _called(name, argument, scope)
        resolved = {key: resolve(item, scope) for key, item in value.items()}
        return {key: item for key, item in resolved.items() if item is not NO_VALUE}
    if isinstance(value, list):
        return [item for item in (resolve(item, scope) for item in value) if item is not NO_VALUE]
    if isinstance(value, str):
        return _dynamic(value, scope)
    return value


def _called(name: str, argument: Json, scope: Scope) -> Json:
    try:
        return FUNCTIONS[name](argument, scope)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise validation_error(f"Template error: {name} is malformed ({error})") from error


def condition_holds(name: str, scope: Scope) -> bool:
    """Return whether the named condition holds. Raises ServiceError if there is none of that name."""
    conditions = scope.template.get("Conditions") or {}
    if name not in conditions:
        raise validation_error(f"Template error: unresolved condition dependency {name}")
    return bool(_condition(conditions[name], scope))


def is_unknown(value: Json) -> bool:
    """Return whether the value holds something that is known only after the deployment."""
    if isinstance(value, dict):
        return any(is_unknown(item) for item in value.values())
    if isinstance(value, list):
        return any(is_unknown(item) for item in value)
    return isinstance(value, str) and UNKNOWN in value


def _condition(value: Json, scope: Scope) -> bool:
    if isinstance(value, dict) and len(value) == 1:
        name, argument = next(iter(value.items()))
        match name:
            case "Condition":
                return condition_holds(argument, scope)
            case "Fn::And":
                return all(_condition(item, scope) for item in argument)
            case "Fn::Or":
                return any(_condition(item, scope) for item in argument)
            case "Fn::Not":
                return not _condition(argument[0], scope)
            case "Fn::Equals":
                left, right = (resolve(item, scope) for item in argument)
                return _text(left) == _text(right)
    return _text(resolve(value, scope)) == "true"


def _ref(name: Json, scope: Scope) -> Json:
    if name == "AWS::NoValue":
        return NO_VALUE
    if name in scope.pseudo:
        return scope.pseudo[name]
    if name in scope.parameters:
        return scope.parameters[name]
    if name in scope.template["Resources"]:
        return scope.physical_id(name)
    raise validation_error(f"Template format error: Unresolved resource dependencies [{name}] in the Resources block")


def _get_att(argument: Json, scope: Scope) -> Json:
    name, attribute = argument if isinstance(argument, list) else str(argument).split(".", 1)
    if name not in scope.template["Resources"]:
        raise validation_error(f"Template error: instance of Fn::GetAtt references undefined resource {name}")
    return scope.attribute(name, resolve(attribute, scope))


def _sub(argument: Json, scope: Scope) -> Json:
    text, fields = (argument[0], argument[1]) if isinstance(argument, list) else (argument, {})

    def filled(found: re.Match[str]) -> str:
        literal, name = found.group(1), found.group(2).strip()
        if literal:
            return "${" + name + "}"
        if name in fields:
            return _text(resolve(fields[name], scope))
        is_resource = name.partition(".")[0] in scope.template["Resources"] and name not in scope.parameters
        return _text(_get_att(name.split(".", 1), scope) if "." in name and is_resource else _ref(name, scope))

    return _dynamic(SUB_FIELD.sub(filled, text), scope)


def _join(argument: Json, scope: Scope) -> Json:
    separator, items = argument[0], resolve(argument[1], scope)
    if not isinstance(items, list):
        raise validation_error("Template error: every Fn::Join object requires a delimiter and a list")
    return separator.join(_text(item) for item in items)


def _select(argument: Json, scope: Scope) -> Json:
    index, items = int(resolve(argument[0], scope)), resolve(argument[1], scope)
    if is_unknown(items):
        return UNKNOWN
    if not isinstance(items, list) or not 0 <= index < len(items):
        raise validation_error(f"Template error: Fn::Select cannot select nonexistent value at index {index}")
    return items[index]


def _split(argument: Json, scope: Scope) -> Json:
    text = _text(resolve(argument[1], scope))
    return [UNKNOWN] if is_unknown(text) else text.split(argument[0])


def _if(argument: Json, scope: Scope) -> Json:
    name, then, otherwise = argument
    return resolve(then if condition_holds(name, scope) else otherwise, scope)


def _find_in_map(argument: Json, scope: Scope) -> Json:
    name, first, second = (resolve(item, scope) for item in argument[:3])
    try:
        return (scope.template.get("Mappings") or {})[name][first][second]
    except KeyError as error:
        if len(argument) == 4 and "DefaultValue" in argument[3]:
            return resolve(argument[3]["DefaultValue"], scope)
        raise validation_error(f"Template error: Unable to get mapping for {name}::{first}::{second}") from error


def _get_azs(argument: Json, scope: Scope) -> Json:
    return scope.zones(resolve(argument, scope) or scope.pseudo["AWS::Region"])


def _cidr(argument: Json, scope: Scope) -> Json:
    block, count = resolve(argument[0], scope), int(resolve(argument[1], scope))
    if is_unknown(block):
        return [UNKNOWN] * count
    network = ipaddress.ip_network(block)
    host_bits = int(resolve(argument[2], scope)) if len(argument) > 2 else network.max_prefixlen - network.prefixlen - 8
    subnets = network.subnets(new_prefix=network.max_prefixlen - host_bits)
    return [str(subnet) for _, subnet in zip(range(count), subnets, strict=False)]


def _base64(argument: Json, scope: Scope) -> Json:
    return base64.b64encode(_text(resolve(argument, scope)).encode()).decode()


def _import_value(argument: Json, scope: Scope) -> Json:
    return scope.import_value(_text(resolve(argument, scope)))


def _length(argument: Json, scope: Scope) -> Json:
    return len(resolve(argument, scope))


def _dynamic(text: str, scope: Scope) -> str:
    return DYNAMIC.sub(lambda found: scope.dynamic(found.group(1), found.group(2)), text)


def _text(value: Json) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


FUNCTIONS: dict[str, Callable[[Json, Scope], Json]] = {
    "Ref": _ref,
    "Fn::GetAtt": _get_att,
    "Fn::Sub": _sub,
    "Fn::Join": _join,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::If": _if,
    "Fn::FindInMap": _find_in_map,
    "Fn::GetAZs": _get_azs,
    "Fn::Cidr": _cidr,
    "Fn::Base64": _base64,
    "Fn::ImportValue": _import_value,
    "Fn::Length": _length,
}
