"""CloudFormation's functions worked out before there is a stack, as far as their values are known."""

from __future__ import annotations

import base64
import ipaddress
import itertools
import re
from collections.abc import Callable, Iterator, Mapping

import msgspec

from pcicloud.model.outcome import Json
from pcicloud.model.plan import MASK
from pcicloud.provision.aws.template import Template
from pcicloud.provision.placeholders import UNKNOWN, has_unknown

SUB = re.compile(r"\$\{(!?)([^}]+)\}")
LISTS = ("CommaDelimitedList", "List<")
NO_VALUE = object()


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """What a template may refer to: its parameters' values, pseudo parameters, and the template itself."""

    template: Template
    parameters: Mapping[str, Json]
    pseudo: Mapping[str, Json]


def scope_of(template: Template, given: Mapping[str, Json], pseudo: Mapping[str, Json]) -> Scope:
    """The scope of a template with the given parameters (text or UNKNOWN); others have their defaults."""
    values = {
        name: _typed(template, name, given.get(name, about.get("Default", UNKNOWN)))
        for name, about in template.parameters.items()
    }
    return Scope(template=template, parameters=values, pseudo=pseudo)


def _typed(template: Template, name: str, value: Json) -> Json:
    if template.is_secret(name):
        return MASK
    kind = str(template.parameters[name].get("Type", ""))
    if value is UNKNOWN or kind.startswith("AWS::SSM::Parameter::Value"):
        return UNKNOWN
    if kind.startswith(LISTS):
        return [part.strip() for part in str(value).split(",")]
    return value


def resolved(value: Json, scope: Scope) -> Json:
    """The value with its functions worked out; UNKNOWN stands for what only AWS can say."""
    if isinstance(value, Mapping):
        if len(value) == 1:
            name, argument = next(iter(value.items()))
            # A policy statement has a key `Condition`, too: only the function's argument is a text.
            if name in FUNCTIONS and (name != "Condition" or isinstance(argument, str)):
                return FUNCTIONS[name](argument, scope)
            if str(name).startswith("Fn::"):
                return UNKNOWN
        items = ((key, resolved(item, scope)) for key, item in value.items())
        return {key: item for key, item in items if item is not NO_VALUE}
    if isinstance(value, list):
        return [item for item in (resolved(item, scope) for item in value) if item is not NO_VALUE]
    return value


def holds(condition: str, scope: Scope) -> bool | None:
    """Whether a named condition of the template holds; None where that is not known yet."""
    value = resolved((scope.template.content.get("Conditions") or {})[condition], scope)
    return None if value is UNKNOWN else bool(value)


def references(value: Json) -> Iterator[str]:
    """The names of parameters and resources that a value refers to, by Ref, GetAtt or Sub."""
    if isinstance(value, list):
        for item in value:
            yield from references(item)
    elif isinstance(value, Mapping):
        for name, argument in value.items():
            if name == "Ref":
                yield str(argument)
            elif name == "Fn::GetAtt":
                yield str(argument[0] if isinstance(argument, list) else argument.split(".")[0])
            elif name == "Fn::Sub":
                text = argument[0] if isinstance(argument, list) else argument
                yield from (found.split(".")[0] for not_, found in SUB.findall(text) if not not_)
                yield from references(argument[1] if isinstance(argument, list) else None)
            else:
                yield from references(argument)


def _ref(name: str, scope: Scope) -> Json:
    if name == "AWS::NoValue":
        return NO_VALUE
    return scope.parameters.get(name, scope.pseudo.get(name, UNKNOWN))


def _sub(argument: Json, scope: Scope) -> Json:
    text, own = (argument[0], argument[1]) if isinstance(argument, list) else (argument, {})
    values = {name: resolved(value, scope) for name, value in own.items()}
    names = {name for not_, name in SUB.findall(text) if not not_}
    found = {name: values[name] if name in values else _ref(name, scope) for name in names}
    if has_unknown(found):
        return UNKNOWN
    return SUB.sub(lambda match: f"${{{match[2]}}}" if match[1] else _text(found[match[2]]), text)


def _known(function: Callable[[Json], Json]) -> Callable[[Json, Scope], Json]:
    """A function of its resolved argument; UNKNOWN where the argument holds something that is not known."""

    def apply(argument: Json, scope: Scope) -> Json:
        value = resolved(argument, scope)
        return UNKNOWN if has_unknown(value) else function(value)

    return apply


def _if(argument: Json, scope: Scope) -> Json:
    truth = holds(argument[0], scope)
    return UNKNOWN if truth is None else resolved(argument[1 if truth else 2], scope)


def _condition(name: str, scope: Scope) -> Json:
    truth = holds(name, scope)
    return UNKNOWN if truth is None else truth


def _select(argument: Json, scope: Scope) -> Json:
    index, items = resolved(argument[0], scope), resolved(argument[1], scope)
    return UNKNOWN if index is UNKNOWN or items is UNKNOWN else items[int(index)]


def _find_in_map(argument: Json, scope: Scope) -> Json:
    keys = resolved(argument[:3], scope)
    if has_unknown(keys):
        return UNKNOWN
    return scope.template.content["Mappings"][keys[0]][keys[1]][keys[2]]


def _cidr(argument: Json) -> Json:
    block, count, bits = (*argument, 8)[:3]
    network = ipaddress.ip_network(block)
    subnets = network.subnets(new_prefix=network.max_prefixlen - int(bits))
    return [str(subnet) for subnet in itertools.islice(subnets, int(count))]


def _unknown(_argument: Json, _scope: Scope) -> Json:
    return UNKNOWN


def _text(value: Json) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _equal(pair: Json) -> bool:
    return _text(pair[0]) == _text(pair[1])


FUNCTIONS: dict[str, Callable[[Json, Scope], Json]] = {
    "Ref": _ref,
    "Condition": _condition,
    "Fn::GetAtt": _unknown,
    "Fn::GetAZs": _unknown,
    "Fn::ImportValue": _unknown,
    "Fn::Sub": _sub,
    "Fn::If": _if,
    "Fn::Select": _select,
    "Fn::FindInMap": _find_in_map,
    "Fn::Join": _known(lambda pair: str(pair[0]).join(_text(item) for item in pair[1])),
    "Fn::Split": _known(lambda pair: str(pair[1]).split(pair[0])),
    "Fn::Base64": _known(lambda text: base64.b64encode(str(text).encode()).decode()),
    "Fn::Cidr": _known(_cidr),
    "Fn::Equals": _known(_equal),
    "Fn::Not": _known(lambda items: not items[0]),
    "Fn::And": _known(all),
    "Fn::Or": _known(any),
}
