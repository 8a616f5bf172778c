"""The operations on templates."""

from __future__ import annotations

from typing import Any

from pcicloud.emulator.cloudformation.operations.targets import body_of, capabilities_needed, site_of
from pcicloud.emulator.cloudformation.parameters import is_secret
from pcicloud.emulator.cloudformation.stack import Json, Target
from pcicloud.emulator.cloudformation.template import read_template, validation_error
from pcicloud.emulator.request import Operation, Request


def _get_template(request: Request) -> Json:
    name = request.parameters.get("StackName")
    if not name:
        raise validation_error("StackName is needed.")
    stack = site_of(request).get(name)
    wanted = request.parameters.get("ChangeSetName")
    sets = [one for one in stack.change_sets.values() if wanted in (one.name, one.id)]
    body = sets[0].target.body if wanted and sets else stack.target.body
    return {"TemplateBody": body, "StagesAvailable": ["Original", "Processed"]}


def _summary(request: Request) -> Json:
    name = request.parameters.get("StackName")
    template = read_template(site_of(request).get(name).target.body if name else body_of(request, None))
    types = sorted({about["Type"] for about in template["Resources"].values()})
    return _described(template) | {
        "ResourceTypes": types,
        "ResourceIdentifierSummaries": [],
        "Metadata": str(template["Metadata"]) if "Metadata" in template else None,
        "Version": template.get("AWSTemplateFormatVersion"),
    }


def _validate(request: Request) -> Json:
    previous: Target | None = None
    return _described(read_template(body_of(request, previous)))


def _described(template: Any) -> Json:
    needed, resources = capabilities_needed(template)
    reason = f"The following resource(s) require capabilities: [{', '.join(resources)}]" if needed else None
    return {
        "Description": template.get("Description"),
        "Parameters": [_parameter(name, about) for name, about in (template.get("Parameters") or {}).items()],
        "Capabilities": [needed] if needed else [],
        "CapabilitiesReason": reason,
    }


def _parameter(name: str, about: Json) -> Json:
    return {
        "ParameterKey": name,
        "ParameterType": about.get("Type", "String"),
        "DefaultValue": str(about["Default"]) if "Default" in about else None,
        "NoEcho": is_secret(about),
        "Description": about.get("Description"),
        "ParameterConstraints": {"AllowedValues": [str(value) for value in about.get("AllowedValues", ())]},
    }


OPERATIONS: dict[str, Operation] = {
    "GetTemplate": _get_template,
    "GetTemplateSummary": _summary,
    "ValidateTemplate": _validate,
}
