"""AWS's own schemas of the resource types, as cfn-lint ships them: what is typed, needed, fixed and never read back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

Schema = Mapping[str, Any]

REGION = "us-east-1"


@cache
def _folder() -> Path:
    spec = find_spec("cfnlint")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("cfn-lint, which comes with the extra `embedded`, is not installed")
    return Path(spec.origin).parent / "data" / "schemas"


@cache
def _hashes() -> dict[str, str]:
    return dict(json.loads((_folder() / "providers" / f"{REGION}.json").read_bytes()))


@cache
def schema_of(type_name: str) -> Schema | None:
    """Return the schema of a resource type, or None if AWS has no such type."""
    known = _hashes().get(type_name)
    return dict(json.loads((_folder() / "resources" / f"{known}.json").read_bytes())) if known else None


def known_schema(type_name: str) -> Schema:
    """Return the schema of a resource type that has a provider. Raises LookupError if AWS has no such type."""
    schema = schema_of(type_name)
    if schema is None:
        raise LookupError(f"no schema of {type_name}")
    return schema


def paths(schema: Schema, field: str) -> list[tuple[str, ...]]:
    """Return the property paths that a field of the schema lists, such as `createOnlyProperties`."""
    return [tuple(path.split("/")[2:]) for path in schema.get(field, ()) if path.startswith("/properties/")]


def covers(listed: list[tuple[str, ...]], path: tuple[str, ...]) -> bool:
    """Return whether one of the listed paths is the path, or lies above it. `*` stands for any list index."""
    return any(
        len(one) <= len(path) and all(part in ("*", there) for part, there in zip(one, path, strict=False))
        for one in (tuple(part for part in entry if part != "*") for entry in listed)
    )


def recreation(schema: Schema, path: tuple[str, ...]) -> str:
    """Return `Always`, `Conditionally` or `Never`: whether changing the property replaces the resource."""
    names = tuple(part for part in path if not part.isdigit())
    if covers(paths(schema, "createOnlyProperties"), names):
        return "Always"
    return "Conditionally" if covers(paths(schema, "conditionalCreateOnlyProperties"), names) else "Never"


def tag_property(schema: Schema) -> str | None:
    """Return the name of the property that holds the type's tags, or None if it can't be tagged."""
    tagging = schema.get("tagging") or {}
    if not tagging.get("taggable", "Tags" in schema["properties"]):
        return None
    name = str(tagging.get("tagProperty", "/properties/Tags")).rpartition("/")[2]
    return name if name in schema["properties"] else None


def problems(schema: Schema, properties: Mapping[str, Any]) -> list[str]:
    """Return what AWS would refuse at once: unknown, read-only and missing properties."""
    read_only = {path[0] for path in paths(schema, "readOnlyProperties") if len(path) == 1}
    create_only = {path[0] for path in paths(schema, "createOnlyProperties") if len(path) == 1}
    found = [f"Encountered unsupported property {name}" for name in properties if name not in schema["properties"]]
    found += [f"Encountered a read-only property {name}" for name in properties if name in read_only - create_only]
    return found + [
        f"Property {name} cannot be empty." for name in schema.get("required", ()) if name not in properties
    ]


def typed(value: Any, shape: Schema, schema: Schema) -> Any:
    """Return the value with text turned into numbers and booleans (or back) where the schema says so."""
    shape = followed(shape, schema)
    kinds = shape.get("type", ())
    kinds = {kinds} if isinstance(kinds, str) else set(kinds)
    if isinstance(value, dict):
        return _typed_object(value, shape, schema)
    if isinstance(value, list):
        return [typed(item, shape.get("items") or {}, schema) for item in value]
    if "object" in kinds or not kinds:
        return value
    return _typed_scalar(value, kinds)


def typed_properties(type_name: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return a resource's properties with the types that its schema gives."""
    schema = schema_of(type_name)
    return dict(properties) if schema is None else dict(_typed_object(dict(properties), schema, schema))


def _typed_object(value: dict[str, Any], shape: Schema, schema: Schema) -> dict[str, Any]:
    members = members_of(shape, schema)
    return {name: typed(item, members[name], schema) if name in members else item for name, item in value.items()}


def members_of(shape: Schema, schema: Schema) -> dict[str, Schema]:
    """Return the members of an object's shape, those of its alternatives included."""
    members = dict(shape.get("properties") or {})
    for alternative in (*shape.get("oneOf", ()), *shape.get("anyOf", ()), *shape.get("allOf", ())):
        members = dict(followed(alternative, schema).get("properties") or {}) | members
    return members


def is_document(shape: Schema, schema: Schema) -> bool:
    """Return whether a value is a JSON document of its own, like a policy, whose members the schema does not list."""
    shape = followed(shape, schema)
    kinds = {shape["type"]} if isinstance(shape.get("type"), str) else set(shape.get("type", ()))
    return "object" in kinds and "patternProperties" not in shape and not members_of(shape, schema)


def followed(shape: Schema, schema: Schema) -> Schema:
    """Return the shape that a `$ref` leads to, or the shape itself."""
    while "$ref" in shape:
        node: Any = schema
        for part in str(shape["$ref"]).removeprefix("#/").split("/"):
            node = node[part]
        shape = node
    return shape


def _typed_scalar(value: Any, kinds: set[str]) -> Any:
    if "string" in kinds:
        return (
            str(value).lower() if isinstance(value, bool) else str(value) if isinstance(value, int | float) else value
        )
    if "boolean" in kinds and isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    if "integer" in kinds and isinstance(value, str) and value.lstrip("-").isdigit():
        return int(value)
    if "number" in kinds and isinstance(value, str):
        return _number(value)
    return value


def _number(text: str) -> Any:
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() else number
