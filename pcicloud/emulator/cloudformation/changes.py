"""What a change set would do: one entry a resource, with every property that changes, from what to what and why."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pcicloud.emulator.cloudformation.dependencies import creation_order, references
from pcicloud.emulator.cloudformation.differences import MISSING, differences, text_of
from pcicloud.emulator.cloudformation.drift import Living, living_of
from pcicloud.emulator.cloudformation.engine import is_replaced, wanted_resources
from pcicloud.emulator.cloudformation.intrinsics import is_unknown
from pcicloud.emulator.cloudformation.parameters import MASK, is_secret
from pcicloud.emulator.cloudformation.provider import provider_of
from pcicloud.emulator.cloudformation.schemas import recreation, schema_of, tag_property
from pcicloud.emulator.cloudformation.scopes import planning_scope, resolved_properties
from pcicloud.emulator.cloudformation.stack import Json, Resource, Site, Stack, Target

ATTRIBUTES = ("DeletionPolicy", "Metadata", "UpdatePolicy", "UpdateReplacePolicy", "CreationPolicy")


def planned_changes(site: Site, stack: Stack, target: Target, *, is_drift_reverted: bool = False) -> list[Json]:
    """Return the changes, in the order of the deployment, as DescribeChangeSet lists them (with property values).

    With `is_drift_reverted` what a resource is now counts, not what it was deployed as.
    """
    unknown: set[str] = set()
    scope = planning_scope(site, stack, target, unknown)
    secrets = _secrets(target) | _secrets(stack.target)
    changes = []
    order = creation_order(target.template, wanted_resources(scope))
    for name in order:
        wanted = resolved_properties(scope, name, target)
        existing = stack.resources.get(name)
        living = living_of(site, stack, existing) if is_drift_reverted and existing else None
        change = _change_of(stack, target, name, wanted, unknown, living)
        if change is not None:
            changes.append(change)
    changes += [_removal(stack, resource) for name, resource in stack.resources.items() if name not in order]
    return [{"Type": "Resource", "ResourceChange": _masked(change, secrets)} for change in changes]


def _change_of(
    stack: Stack, target: Target, name: str, wanted: Json, unknown: set[str], living: Living | None
) -> Json | None:
    about = target.template["Resources"][name]
    existing = stack.resources.get(name)
    if living is not None and not living.is_there:
        unknown.add(name)
        return _addition(name, about, wanted) | {"ResourceDriftStatus": "DELETED"}
    if existing is None:
        unknown.add(name)
        return _addition(name, about, wanted)
    if living is not None:
        deployed, existing = existing.properties, replace(existing, properties=living.properties)
        change = _change_of_existing(stack, target, existing, wanted, unknown)
        return change and _with_drift(change, deployed)
    return _change_of_existing(stack, target, existing, wanted, unknown)


def _with_drift(change: Json, deployed: Json) -> Json:
    """Return the change of a drifted resource, with what was deployed beside what is there now."""
    details = []
    for detail in change["Details"]:
        target = detail["Target"]
        if target["Attribute"] in ("Properties", "Tags"):
            previous = _at(deployed, target["Path"].split("/")[2:])
            drift: Json = {"DriftDetectionTimestamp": datetime.now(UTC)}
            drift |= {} if previous is MISSING else {"PreviousValue": text_of(previous)}
            drift |= {"ActualValue": target["BeforeValue"]} if "BeforeValue" in target else {}
            target = target | {"BeforeValueFrom": "ACTUAL_STATE", "AfterValueFrom": "TEMPLATE", "Drift": drift}
        details.append(detail | {"Target": target})
    return change | {"Details": details, "ResourceDriftStatus": "MODIFIED"}


def _at(value: Json, path: list[str]) -> Json:
    for part in path:
        if isinstance(value, dict) and part in value:
            value = value[part]
        elif isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        else:
            return MISSING
    return value


def _change_of_existing(
    stack: Stack, target: Target, existing: Resource, wanted: Json, unknown: set[str]
) -> Json | None:
    name = existing.logical_id
    about = target.template["Resources"][name]
    if existing.type_name != about["Type"]:
        unknown.add(name)
        return _modification(stack, target, existing, wanted, replacement="True")
    if existing.properties == wanted and not _changed_attributes(stack, target, name):
        return None
    is_new = existing.properties != wanted and is_replaced(existing, wanted)
    # A value that is known only later may turn out equal: AWS calls that replacement conditional.
    replacement = "Conditional" if is_new and is_unknown(wanted) else "True" if is_new else "False"
    if is_new:
        unknown.add(name)
    return _modification(stack, target, existing, wanted, replacement=replacement)


def _addition(name: str, about: Mapping[str, Any], wanted: Json) -> Json:
    return {
        "Action": "Add",
        "LogicalResourceId": name,
        "ResourceType": about["Type"],
        "Scope": [],
        "Details": [],
        "AfterContext": _context(about, wanted),
    }


def _removal(stack: Stack, resource: Resource) -> Json:
    about = stack.target.template["Resources"].get(resource.logical_id) or {}
    return {
        "Action": "Remove",
        "PolicyAction": about.get("DeletionPolicy", "Delete"),
        "LogicalResourceId": resource.logical_id,
        "PhysicalResourceId": resource.physical_id,
        "ResourceType": resource.type_name,
        "Scope": [],
        "Details": [],
        "BeforeContext": _context(about, resource.properties),
    }


def _modification(stack: Stack, target: Target, existing: Resource, wanted: Json, *, replacement: str) -> Json:
    name = existing.logical_id
    about, before = target.template["Resources"][name], stack.target.template["Resources"].get(name) or {}
    details = list(_property_details(stack, target, existing, wanted))
    details += list(_attribute_details(before, about))
    change = {
        "Action": "Modify",
        "LogicalResourceId": name,
        "PhysicalResourceId": existing.physical_id,
        "ResourceType": about["Type"],
        "Replacement": replacement,
        "Scope": sorted({detail["Target"]["Attribute"] for detail in details}),
        "Details": details,
        "BeforeContext": _context(before, existing.properties),
        "AfterContext": _context(about, wanted),
    }
    if replacement != "False":
        policy = about.get("UpdateReplacePolicy", "Delete")
        change["PolicyAction"] = {"Delete": "ReplaceAndDelete", "Snapshot": "ReplaceAndSnapshot"}.get(
            policy, "ReplaceAndRetain"
        )
    return change


def _property_details(stack: Stack, target: Target, existing: Resource, wanted: Json) -> Iterator[Json]:
    raw = target.template["Resources"][existing.logical_id].get("Properties") or {}
    schema = schema_of(existing.type_name) or {"properties": {}}
    provider = provider_of(existing.type_name)
    always = provider is None or provider.update is None
    tags = tag_property(schema)
    for path, before, after in differences(existing.properties, wanted):
        attribute = "Tags" if path[0] == tags else "Properties"
        shown: Json = {
            "Attribute": attribute,
            "Name": path[0],
            "Path": "/Properties/" + "/".join(path),
            "RequiresRecreation": "Always" if always else recreation(schema, path),
            "AttributeChangeType": "Add" if before is MISSING else "Remove" if after is MISSING else "Modify",
        }
        if before is not MISSING:
            shown["BeforeValue"] = text_of(before)
        if after is not MISSING:
            shown["AfterValue"] = text_of(after)
        yield {"Target": shown, **_cause(stack, target, _expression(raw, path))} | {
            "Evaluation": "Dynamic" if after is not MISSING and is_unknown(after) else "Static"
        }


def _attribute_details(before: Json, after: Json) -> Iterator[Json]:
    for name in ATTRIBUTES:
        if before.get(name) != after.get(name):
            target = {"Attribute": name, "RequiresRecreation": "Never", "Path": f"/{name}"}
            values = {"BeforeValue": before.get(name), "AfterValue": after.get(name)}
            target |= {key: text_of(value) for key, value in values.items() if value is not None}
            yield {"Target": target, "Evaluation": "Static", "ChangeSource": "DirectModification"}


def _changed_attributes(stack: Stack, target: Target, name: str) -> bool:
    before = stack.target.template["Resources"].get(name) or {}
    return any(True for _ in _attribute_details(before, target.template["Resources"][name]))


def _expression(raw: Json, path: tuple[str, ...]) -> Json:
    """Return the template's expression at the path, or the function above it that makes the value."""
    for part in path:
        if isinstance(raw, dict) and part in raw:
            raw = raw[part]
        elif isinstance(raw, list) and part.isdigit() and int(part) < len(raw):
            raw = raw[int(part)]
        else:
            break
    return raw


def _cause(stack: Stack, target: Target, expression: Json) -> Json:
    for name in references(expression):
        if name in target.parameters or name in (target.template.get("Parameters") or {}):
            if target.parameters.get(name) != stack.target.parameters.get(name):
                return {"ChangeSource": "ParameterReference", "CausingEntity": name}
        elif name in target.template["Resources"]:
            source = (
                "ResourceAttribute" if f'"Fn::GetAtt": ["{name}"' in json.dumps(expression) else "ResourceReference"
            )
            return {"ChangeSource": source, "CausingEntity": name}
    return {"ChangeSource": "DirectModification"}


def _context(about: Mapping[str, Any], properties: Json) -> str:
    kept = {name: about[name] for name in ATTRIBUTES if name in about}
    return json.dumps({"Properties": properties} | kept, sort_keys=True, default=str)


def _secrets(target: Target) -> set[str]:
    declared = target.template.get("Parameters") or {}
    return {
        target.parameters[name] for name, about in declared.items() if is_secret(about) and target.parameters.get(name)
    }


def _masked(value: Json, secrets: set[str]) -> Json:
    if isinstance(value, dict):
        return {key: _masked(item, secrets) for key, item in value.items()}
    if isinstance(value, list):
        return [_masked(item, secrets) for item in value]
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, MASK)
    return value
