"""Which resource of a template needs which, and the order that follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from pcicloud.emulator.cloudformation.intrinsics import SUB_FIELD
from pcicloud.emulator.cloudformation.template import Json, validation_error

# AWS wants these in an order that no template need say.
IMPLICIT = {"AWS::Config::DeliveryChannel": "AWS::Config::ConfigurationRecorder"}


def creation_order(template: Mapping[str, Json], names: Iterable[str]) -> list[str]:
    """Return the resources, each after those that it needs. Raises ServiceError on a circle or an unknown name."""
    wanted = set(names)
    needs = {name: needed_by(template, name) & wanted for name in template["Resources"] if name in wanted}
    try:
        return list(TopologicalSorter(needs).static_order())
    except CycleError as error:
        circle = ", ".join(sorted(set(error.args[1])))
        raise validation_error(f"Circular dependency between resources: [{circle}]") from error


def needed_by(template: Mapping[str, Json], name: str) -> set[str]:
    """Return the names of the resources that the resource refers to or depends on."""
    resource = template["Resources"][name]
    listed = resource.get("DependsOn") or []
    explicit = {listed} if isinstance(listed, str) else set(listed)
    if unknown := explicit - set(template["Resources"]):
        raise validation_error(f"Template format error: Unresolved resource dependencies [{min(unknown)}]")
    implicit = {
        other for other, about in template["Resources"].items() if about["Type"] == IMPLICIT.get(resource["Type"])
    }
    named = explicit | implicit | set(references(resource.get("Properties")))
    return (named & set(template["Resources"])) - {name}


def references(value: Json) -> Iterator[str]:
    """Yield every name that Ref, Fn::GetAtt and Fn::Sub mention in the value."""
    if isinstance(value, list):
        for item in value:
            yield from references(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _named(key, item)


def _named(key: str, item: Json) -> Iterator[str]:
    if key == "Ref" and isinstance(item, str):
        yield item
    elif key == "Fn::GetAtt":
        yield item[0] if isinstance(item, list) else str(item).partition(".")[0]
    elif key == "Fn::Sub":
        text, fields = (item[0], item[1]) if isinstance(item, list) else (item, {})
        yield from (
            found.group(2).strip().partition(".")[0] for found in SUB_FIELD.finditer(text) if not found.group(1)
        )
        yield from references(fields)
    else:
        yield from references(item)
