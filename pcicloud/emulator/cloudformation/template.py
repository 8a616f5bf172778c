"""Read a CloudFormation template (YAML with short tags, or JSON) into plain values in the long form."""

from __future__ import annotations

import re
from typing import Any

import yaml

from pcicloud.emulator.errors import ServiceError

Json = Any

SECTIONS = {
    "AWSTemplateFormatVersion",
    "Description",
    "Metadata",
    "Parameters",
    "Rules",
    "Mappings",
    "Conditions",
    "Transform",
    "Resources",
    "Outputs",
}
RESOURCE_FIELDS = {
    "Type",
    "Properties",
    "DependsOn",
    "Condition",
    "Metadata",
    "DeletionPolicy",
    "UpdateReplacePolicy",
    "UpdatePolicy",
    "CreationPolicy",
}
NAME = re.compile(r"^[A-Za-z0-9]{1,255}$")
UNSUPPORTED_SECTIONS = ("Transform", "Rules")


def validation_error(text: str) -> ServiceError:
    """Return the error that CloudFormation answers to a wrong template or call."""
    return ServiceError("ValidationError", text)


class _Loader(yaml.SafeLoader):
    """YAML as CloudFormation reads it: dates stay text, short tags become functions, a key comes once."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _function(loader: _Loader, tag: str, node: yaml.Node) -> dict[str, Json]:
    name = tag if tag in ("Ref", "Condition") else f"Fn::{tag}"
    if isinstance(node, yaml.ScalarNode):
        value: Json = loader.construct_scalar(node)
        return {name: value.split(".", 1) if tag == "GetAtt" else value}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    if isinstance(node, yaml.MappingNode):
        return {name: loader.construct_mapping(node, deep=True)}
    raise validation_error(f"Template format error: !{tag} is malformed")


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[str, Json]:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    repeated = {key for key in keys if keys.count(key) > 1}
    if repeated:
        raise validation_error(f"Template format error: the key {min(repeated)} is there twice")
    return {
        str(key): loader.construct_object(value, deep=True) for key, (_, value) in zip(keys, node.value, strict=True)
    }


_Loader.add_multi_constructor("!", _function)
_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_template(text: str) -> dict[str, Json]:
    """Return the template as plain values. Raises ServiceError (ValidationError) if it is not one."""
    try:
        # The loader is a SafeLoader: it makes plain values only.
        document = yaml.load(text, Loader=_Loader)  # noqa: S506
    except yaml.YAMLError as error:
        raise validation_error(f"Template format error: {' '.join(str(error).split())}") from error
    if not isinstance(document, dict):
        raise validation_error("Template format error: unsupported structure.")
    _check_sections(document)
    for name, resource in document["Resources"].items():
        _check_resource(name, resource)
    return document


def _check_sections(document: dict[str, Json]) -> None:
    if unknown := set(document) - SECTIONS:
        raise validation_error(f"Invalid template property or properties [{', '.join(sorted(unknown))}]")
    if unsupported := [name for name in UNSUPPORTED_SECTIONS if document.get(name)]:
        raise validation_error(f"The emulator can't handle the template section {unsupported[0]}")
    if not isinstance(document.get("Resources"), dict) or not document["Resources"]:
        raise validation_error("Template format error: At least one Resources member must be defined.")


def _check_resource(name: str, resource: Json) -> None:
    if not NAME.match(name):
        raise validation_error(f"Template format error: Resource name {name} is non alphanumeric.")
    if not isinstance(resource, dict) or "Type" not in resource:
        raise validation_error(
            f"Template format error: [/Resources/{name}] Every Resources object must contain a Type member."
        )
    if unknown := set(resource) - RESOURCE_FIELDS:
        raise validation_error(f"Invalid template resource property '{min(unknown)}' of {name}")
