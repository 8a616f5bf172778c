"""Translate between CloudFormation's property names and an API's: they mostly differ in case and in how tags look."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pcicloud.emulator.cloudformation.schemas import Schema, followed, known_schema, members_of

Json = Any
TAG_KEYS = ("key", "Key", "TagKey", "tagKey")


def api_parameters(
    client: Any, method: str, properties: Mapping[str, Json], renamed: Mapping[str, str] | None = None
) -> Json:
    """Return the properties that the API operation takes, under its own names; the others are left out.

    `renamed` maps a property's name to the API's, where they differ in more than case.
    """
    operation = client.meta.method_to_api_mapping[method]
    shape = client.meta.service_model.operation_model(operation).input_shape
    renamed = renamed or {}
    return (
        {} if shape is None else _to_api({renamed.get(name, name): value for name, value in properties.items()}, shape)
    )


def cfn_properties(type_name: str, answer: Mapping[str, Json], renamed: Mapping[str, str] | None = None) -> Json:
    """Return what an API answered as the properties of the resource type, read-only ones included."""
    schema = known_schema(type_name)
    back = {theirs: ours for ours, theirs in (renamed or {}).items()}
    return _to_cfn({back.get(name, name): value for name, value in answer.items()}, schema, schema)


def _folded(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


def _to_api(value: Json, shape: Any) -> Json:
    match shape.type_name:
        case "structure" if isinstance(value, dict):
            members = {_folded(name): name for name in shape.members}
            known = {members[_folded(name)]: item for name, item in value.items() if _folded(name) in members}
            return {name: _to_api(item, shape.members[name]) for name, item in known.items()}
        case "list" if isinstance(value, list):
            return [_to_api(_tag(item, shape.member), shape.member) for item in value]
        case "map" if isinstance(value, list) and _is_tags(value):
            return {item["Key"]: item["Value"] for item in value}
        case "map" if isinstance(value, dict):
            return {key: _to_api(item, shape.value) for key, item in value.items()}
        case "string" if isinstance(value, dict | list):
            return json.dumps(value)
        case "string" if value is not None and not isinstance(value, str):
            return str(value).lower() if isinstance(value, bool) else str(value)
    return value


def _tag(item: Json, shape: Any) -> Json:
    # KMS alone calls the two fields of a tag TagKey and TagValue.
    if shape.type_name == "structure" and "TagKey" in shape.members and isinstance(item, dict):
        return {"TagKey": item["Key"], "TagValue": item["Value"]}
    return item


def _is_tags(value: list[Json]) -> bool:
    return all(isinstance(item, dict) and "Key" in item and "Value" in item for item in value)


def tag_list(tags: Json) -> list[dict[str, str]]:
    """Return tags of any API's form as CloudFormation's list, sorted, without AWS's own."""
    pairs = tags.items() if isinstance(tags, dict) else (_pair(tag) for tag in tags or ())
    return [{"Key": key, "Value": value} for key, value in sorted(pairs) if not key.startswith("aws:")]


def _pair(tag: dict[str, str]) -> tuple[str, str]:
    key = next(tag[name] for name in TAG_KEYS if name in tag)
    return key, next((tag[name] for name in ("value", "Value", "TagValue", "tagValue") if name in tag), "")


def _to_cfn(value: Json, shape: Schema, schema: Schema) -> Json:
    shape = followed(shape, schema)
    if isinstance(value, list):
        return [_to_cfn(item, shape.get("items") or {}, schema) for item in value]
    if not isinstance(value, dict):
        return value
    members = {_folded(name): (name, inner) for name, inner in members_of(shape, schema).items()}
    if not members:
        return value
    converted = {}
    for key, item in value.items():
        name, inner = members.get(_folded(key), (None, {}))
        if name is not None and item is not None:
            converted[name] = _tags_to_cfn(item, inner, schema) if name == "Tags" else _to_cfn(item, inner, schema)
    return converted


def _tags_to_cfn(tags: Json, shape: Schema, schema: Schema) -> Json:
    listed = tag_list(tags)
    if followed(shape, schema).get("type") == "array":
        return listed
    return {tag["Key"]: tag["Value"] for tag in listed}
