"""Drift: compare what a stack asked for with what the API answers now."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from pcicloud.emulator.cloudformation.differences import MISSING, comparable, differences, text_of
from pcicloud.emulator.cloudformation.provider import Provider, provider_of
from pcicloud.emulator.cloudformation.schemas import Schema, covers, followed, is_document, members_of, paths, schema_of
from pcicloud.emulator.cloudformation.scopes import with_dynamic_references
from pcicloud.emulator.cloudformation.stack import Json, Resource, Site, Stack


@dataclass(frozen=True, kw_only=True)
class Living:
    """A resource as it is now: `properties` are those asked for, with the ones that differ as they are now."""

    is_there: bool
    properties: Json


def detect_drift(site: Site, stack: Stack, names: list[str] | None = None) -> int:
    """Check the named resources (all by default) against the living state. Returns how many have drifted."""
    for name, resource in list(stack.resources.items()):
        if (names is None or name in names) and resource.physical_id:
            resource.drift = _drift_of(site, stack, resource)
            resource.drift_status = resource.drift["StackResourceDriftStatus"]
    drifted = [r for r in list(stack.resources.values()) if r.drift_status in ("MODIFIED", "DELETED")]
    stack.drift_status = "DRIFTED" if drifted else "IN_SYNC"
    stack.drift_checked_at = datetime.now(UTC)
    return len(drifted)


def living_of(site: Site, stack: Stack, resource: Resource) -> Living | None:
    """Return the drifted resource as it is now, or None if it has not drifted or can't be checked."""
    found = _drift_of(site, stack, resource)
    if found["StackResourceDriftStatus"] == "DELETED":
        return Living(is_there=False, properties={})
    if found["StackResourceDriftStatus"] != "MODIFIED":
        return None
    actual = json.loads(found["ActualProperties"])
    changed = {difference["PropertyPath"].split("/")[1] for difference in found["PropertyDifferences"]}
    kept = {name: value for name, value in resource.properties.items() if name not in changed}
    return Living(is_there=True, properties=kept | {name: actual[name] for name in changed if name in actual})


def _drift_of(site: Site, stack: Stack, resource: Resource) -> Json:
    found: Json = {
        "StackId": stack.id,
        "LogicalResourceId": resource.logical_id,
        "PhysicalResourceId": resource.physical_id,
        "ResourceType": resource.type_name,
        "Timestamp": datetime.now(UTC),
        "StackResourceDriftStatus": "NOT_CHECKED",
    }
    provider = provider_of(resource.type_name)
    if provider is None:
        return found
    aws = site.aws(stack, resource.logical_id)
    try:
        living = provider.read(aws, resource.physical_id)
        wanted = with_dynamic_references(_checked_part(resource.properties, provider), aws)
    except ClientError as error:
        # What can't be read is not checked: it is neither in sync nor drifted.
        return found | {"DriftStatusReason": str(error)}
    return found | _comparison(wanted, living, schema_of(resource.type_name) or {})


def _comparison(wanted: Json, living: Json | None, schema: Schema) -> Json:
    expected = json.dumps(wanted, sort_keys=True, default=str)
    if living is None:
        return {"StackResourceDriftStatus": "DELETED", "ExpectedProperties": expected}
    actual = _same_members(wanted, living, schema, schema)
    found = list(_property_differences(wanted, actual))
    status = "MODIFIED" if found else "IN_SYNC" if wanted else "NOT_CHECKED"
    return {
        "StackResourceDriftStatus": status,
        "ExpectedProperties": expected,
        "ActualProperties": json.dumps(actual, sort_keys=True, default=str),
        "PropertyDifferences": found,
    }


def _checked_part(properties: Json, provider: Provider, at: tuple[str, ...] = ()) -> Json:
    """Return the properties that can be read back: not write-only by the schema, not `unread` by the provider."""
    schema = schema_of(provider.type_name)
    hidden = [] if schema is None else paths(schema, "writeOnlyProperties")
    hidden = [tuple(part for part in path if part != "*") for path in hidden]
    hidden += [tuple(path.split("/")) for path in provider.unread]
    return _without(properties, hidden, at)


def _without(value: Json, hidden: list[tuple[str, ...]], at: tuple[str, ...]) -> Json:
    if isinstance(value, dict):
        kept = {name: item for name, item in value.items() if not covers(hidden, (*at, name))}
        return {name: _without(item, hidden, (*at, name)) for name, item in kept.items()}
    if isinstance(value, list):
        return [_without(item, hidden, at) for item in value]
    return value


def _same_members(wanted: Json, living: Json, shape: Schema, schema: Schema) -> Json:
    """Return the living value with only those members that were asked for: AWS fills in defaults of its own.

    Nothing is filled into a document such as a policy: it stays as it is, and a member more is a difference.
    """
    shape = followed(shape, schema)
    if is_document(shape, schema):
        return living
    if isinstance(wanted, dict) and isinstance(living, dict):
        members = members_of(shape, schema)
        return {
            name: _same_member(name, item, living[name], members.get(name, {}), schema)
            for name, item in wanted.items()
            if name in living
        }
    if isinstance(wanted, list) and isinstance(living, list) and len(wanted) == len(living):
        items = shape.get("items") or {}
        return [_same_members(one, _counterpart(one, index, living), items, schema) for index, one in enumerate(wanted)]
    return living


def _same_member(name: str, wanted: Json, living: Json, shape: Schema, schema: Schema) -> Json:
    if name.endswith("Attributes") and isinstance(wanted, list) and isinstance(living, list):
        # A load balancer answers all its attributes, also those that nobody set.
        keys = {entry["Key"] for entry in wanted}
        living = [entry for entry in living if entry["Key"] in keys]
    return _same_members(wanted, living, shape, schema)


def _counterpart(wanted: Json, index: int, living: list[Json]) -> Json:
    # A list may come back in another order: its items are known by their name or key.
    for key in ("Key", "Name", "Id", "RuleName", "Sid", "AlarmName"):
        if isinstance(wanted, dict) and key in wanted:
            same = [item for item in living if isinstance(item, dict) and item.get(key) == wanted[key]]
            if len(same) == 1:
                return same[0]
    return living[index]


def _property_differences(wanted: Json, actual: Json) -> Iterator[dict[str, Any]]:
    for path, before, after in _unequal(wanted, actual):
        kind = "ADD" if before is MISSING else "REMOVE" if after is MISSING else "NOT_EQUAL"
        yield {
            "PropertyPath": "/" + "/".join(path),
            "ExpectedValue": "null" if before is MISSING else text_of(before),
            "ActualValue": "null" if after is MISSING else text_of(after),
            "DifferenceType": kind,
        }


def _unequal(wanted: Json, actual: Json) -> Iterator[tuple[tuple[str, ...], Json, Json]]:
    for path, before, after in differences(wanted, actual):
        if _is_said_otherwise(wanted, actual, path) or (
            before is not MISSING and comparable(before) == comparable(after)
        ):
            continue
        yield path, before, after


def _is_said_otherwise(wanted: Json, actual: Json, path: tuple[str, ...]) -> bool:
    """Return whether some value above the path is the same on both sides, only said in another way."""
    for part in path:
        if comparable(wanted) == comparable(actual):
            return True
        if isinstance(wanted, dict) and isinstance(actual, dict) and part in wanted and part in actual:
            wanted, actual = wanted[part], actual[part]
        elif isinstance(wanted, list) and isinstance(actual, list) and part.isdigit() and len(wanted) == len(actual):
            wanted, actual = wanted[int(part)], actual[int(part)]
        else:
            return False
    return bool(comparable(wanted) == comparable(actual))
