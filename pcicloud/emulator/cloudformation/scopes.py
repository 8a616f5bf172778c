"""What a stack's functions see: its parameters, its resources, the account, other stacks' exports."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from pcicloud.emulator.cloudformation.intrinsics import DYNAMIC, NO_VALUE, UNKNOWN, Scope, resolve
from pcicloud.emulator.cloudformation.parameters import parameter_values, ssm_inner_type, typed_value
from pcicloud.emulator.cloudformation.provider import Aws, provider_of
from pcicloud.emulator.cloudformation.schemas import schema_of, tag_property, typed_properties
from pcicloud.emulator.cloudformation.stack import Json, Resource, Site, Stack, Target
from pcicloud.emulator.cloudformation.template import validation_error


def deployment_scope(site: Site, stack: Stack, target: Target) -> Scope:
    """Return the scope for deploying: resources that exist give their ids and attributes."""

    def physical_id(name: str) -> str:
        return _made(stack, name).physical_id

    def attribute(name: str, path: str) -> Json:
        return _attribute(site.aws(stack, name), _made(stack, name), path)

    return _scope(site, stack, target, physical_id, attribute)


def planning_scope(site: Site, stack: Stack, target: Target, unknown: set[str]) -> Scope:
    """Return the scope for planning: the resources named in `unknown` give a placeholder."""
    deployed = deployment_scope(site, stack, target)

    def physical_id(name: str) -> str:
        return UNKNOWN if name in unknown or name not in stack.resources else deployed.physical_id(name)

    def attribute(name: str, path: str) -> Json:
        return UNKNOWN if name in unknown or name not in stack.resources else deployed.attribute(name, path)

    return _scope(site, stack, target, physical_id, attribute)


def resolved_properties(scope: Scope, name: str, target: Target) -> Json:
    """Return a resource's properties: resolved, typed by its schema, with the stack's tags."""
    resource = scope.template["Resources"][name]
    properties = resolve(resource.get("Properties") or {}, scope)
    if properties is NO_VALUE or not isinstance(properties, dict):
        raise validation_error(f"Properties of {name} must be an object")
    return _with_stack_tags(resource["Type"], typed_properties(resource["Type"], properties), target.tags)


def with_dynamic_references(value: Json, aws: Aws) -> Json:
    """Return the value with `{{resolve:...}}` replaced by the parameter's or secret's text."""
    if isinstance(value, dict):
        return {key: with_dynamic_references(item, aws) for key, item in value.items()}
    if isinstance(value, list):
        return [with_dynamic_references(item, aws) for item in value]
    if isinstance(value, str):
        return DYNAMIC.sub(lambda found: _dynamic_text(found.group(1), found.group(2), aws), value)
    return value


def _scope(
    site: Site,
    stack: Stack,
    target: Target,
    physical_id: Callable[[str], str],
    attribute: Callable[[str, str], Json],
) -> Scope:
    return Scope(
        template=target.template,
        parameters=_parameters(site, stack, target),
        pseudo=_pseudo(site, stack),
        physical_id=physical_id,
        attribute=attribute,
        import_value=lambda name: _imported(site, name),
        zones=lambda region: [f"{region}{letter}" for letter in _zone_letters(region)],
        dynamic=lambda kind, name: "{{resolve:" + kind + ":" + name + "}}",
    )


def _parameters(site: Site, stack: Stack, target: Target) -> dict[str, Json]:
    declared: Mapping[str, Any] = target.template.get("Parameters") or {}
    values = parameter_values(target.template, target.parameters)
    typed = {}
    for name, about in declared.items():
        inner = ssm_inner_type(about)
        text = _ssm_text(site.aws(stack, name), values[name]) if inner else values[name]
        typed[name] = typed_value({"Type": inner} if inner else about, text)
    return typed


def _pseudo(site: Site, stack: Stack) -> dict[str, Json]:
    return {
        "AWS::AccountId": site.account_id,
        "AWS::Region": site.region,
        "AWS::Partition": "aws",
        "AWS::URLSuffix": "amazonaws.com",
        "AWS::StackName": stack.name,
        "AWS::StackId": stack.id,
        "AWS::NotificationARNs": stack.notification_arns,
    }


def _zone_letters(region: str) -> str:
    # Tokyo's zone b is closed to new accounts.
    return "acd" if region == "ap-northeast-1" else "abc"


def _made(stack: Stack, name: str) -> Resource:
    resource = stack.resources.get(name)
    if resource is None or not resource.physical_id:
        raise validation_error(f"Unresolved resource dependencies [{name}] in the Resources block of the template")
    return resource


def _attribute(aws: Aws, resource: Resource, path: str) -> Json:
    if resource.attributes is None:
        provider = provider_of(resource.type_name)
        if provider is None:
            raise validation_error(f"The emulator has no provider of the resource type {resource.type_name}")
        resource.attributes = provider.read(aws, resource.physical_id) or {}
    value: Json = resource.attributes
    for part in path.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    if value is None:
        raise validation_error(f"Requested attribute {path} does not exist in the emulated {resource.type_name}")
    return value


def _imported(site: Site, name: str) -> str:
    exports = site.exports()
    if name not in exports:
        raise validation_error(f"No export named {name} found.")
    return exports[name][1]


def _with_stack_tags(type_name: str, properties: Json, tags: tuple[Mapping[str, str], ...]) -> Json:
    schema = schema_of(type_name)
    name = tag_property(schema) if schema and tags else None
    if schema is None or name is None:
        return properties
    if schema["properties"][name].get("type") == "object":
        return properties | {name: {tag["Key"]: tag["Value"] for tag in tags} | (properties.get(name) or {})}
    own = properties.get(name) or []
    keys = {tag["Key"] for tag in own}
    added = [dict(tag) for tag in tags if tag["Key"] not in keys]
    if type_name == "AWS::AutoScaling::AutoScalingGroup":
        return properties | {name: own + [tag | {"PropagateAtLaunch": True} for tag in added]}
    return properties | {name: own + added}


def _dynamic_text(kind: str, name: str, aws: Aws) -> str:
    if kind != "secretsmanager":
        return _ssm_text(aws, name)
    secret_id, _, rest = name.partition(":SecretString")
    secret = aws.client("secretsmanager").get_secret_value(SecretId=secret_id)["SecretString"]
    key = rest.strip(":").split(":")[0]
    return str(json.loads(secret)[key]) if key else str(secret)


def _ssm_text(aws: Aws, name: str) -> str:
    return str(aws.client("ssm").get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"])
