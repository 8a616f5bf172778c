"""The operations on stacks and their resources."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

from pcicloud.emulator.cloudformation.changes import planned_changes
from pcicloud.emulator.cloudformation.dependencies import references
from pcicloud.emulator.cloudformation.engine import create_stack, delete_stack, update_stack
from pcicloud.emulator.cloudformation.operations.targets import in_background, site_of, target_of
from pcicloud.emulator.cloudformation.parameters import shown_values
from pcicloud.emulator.cloudformation.stack import Json, Resource, Site, Stack, Target
from pcicloud.emulator.cloudformation.template import validation_error
from pcicloud.emulator.errors import ServiceError
from pcicloud.emulator.request import Operation, Request


def new_stack(request: Request, target: Target, status: str) -> Stack:
    """Return a new stack, in the site's books. Raises ServiceError if the name is taken."""
    site, name = site_of(request), str(request.parameters["StackName"])
    if site.find(name) is not None:
        raise ServiceError("AlreadyExistsException", f"Stack [{name}] already exists")
    stack = Stack(
        name=name,
        id=request.arn("cloudformation", f"stack/{name}/{uuid4()}"),
        account_id=request.account_id,
        region=request.region,
        target=target,
        status=status,
        is_protected=bool(request.parameters.get("EnableTerminationProtection")),
        policy=request.parameters.get("StackPolicyBody"),
        role_arn=request.parameters.get("RoleARN"),
        notification_arns=list(request.parameters.get("NotificationARNs") or ()),
    )
    site.stacks[stack.id] = stack
    return stack


def _create_stack(request: Request) -> Json:
    stack = new_stack(request, target_of(request, None), "CREATE_IN_PROGRESS")
    stack.token = request.parameters.get("ClientRequestToken")
    stack.is_rollback_disabled = bool(request.parameters.get("DisableRollback"))
    on_failure = "DO_NOTHING" if stack.is_rollback_disabled else request.parameters.get("OnFailure") or "ROLLBACK"
    stack.move("CREATE_IN_PROGRESS", "User Initiated")
    in_background(partial(create_stack, site_of(request), stack, on_failure=on_failure), stack)
    return {"StackId": stack.id}


def _update_stack(request: Request) -> Json:
    site = site_of(request)
    stack = site.get(request.parameters["StackName"])
    check_updatable(stack)
    target = target_of(request, stack.target)
    if not planned_changes(site, stack, target) and not _other_changes(stack, target):
        raise validation_error("No updates are to be performed.")
    stack.token = request.parameters.get("ClientRequestToken")
    start_update(site, stack, target, is_rollback_disabled=bool(request.parameters.get("DisableRollback")))
    return {"StackId": stack.id}


def start_update(
    site: Site,
    stack: Stack,
    target: Target,
    *,
    is_rollback_disabled: bool = False,
    is_drift_reverted: bool = False,
) -> None:
    """Start to bring a stack to a target, in the background."""
    stack.is_cancelled = False
    stack.move("UPDATE_IN_PROGRESS", "User Initiated")
    options = {"is_rollback_disabled": is_rollback_disabled, "is_drift_reverted": is_drift_reverted}
    in_background(partial(update_stack, site, stack, target, **options), stack)


def check_updatable(stack: Stack) -> None:
    """Raise ServiceError if the stack is busy, or in a state from which it can only be deleted."""
    if stack.is_busy or stack.status in ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "DELETE_FAILED", "REVIEW_IN_PROGRESS"):
        raise validation_error(f"Stack:{stack.id} is in {stack.status} state and can not be updated.")


def _other_changes(stack: Stack, target: Target) -> bool:
    before, after = stack.target, target
    is_same = before.template.get("Outputs") == after.template.get("Outputs") and before.tags == after.tags
    return not is_same or before.parameters != after.parameters


def _delete_stack(request: Request) -> Json:
    site = site_of(request)
    stack = site.find(request.parameters["StackName"])
    if stack is None or stack.status in ("DELETE_COMPLETE", "DELETE_IN_PROGRESS"):
        return {}
    if stack.is_protected:
        raise validation_error(f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled")
    if stack.is_busy:
        raise validation_error(f"Stack:{stack.id} is in {stack.status} state and can not be deleted.")
    if importer := next((user for name in _exported(stack) for user in _importers(site, name)), None):
        raise validation_error(f"An export of {stack.name} cannot be deleted as it is in use by {importer}")
    retained = tuple(request.parameters.get("RetainResources") or ())
    if retained and stack.status != "DELETE_FAILED":
        raise validation_error("Resources can be retained only when the stack is in the DELETE_FAILED state.")
    stack.token = request.parameters.get("ClientRequestToken")
    stack.move("DELETE_IN_PROGRESS", "User Initiated")
    in_background(partial(delete_stack, site, stack, retained=retained), stack)
    return {}


def _describe_stacks(request: Request) -> Json:
    site, name = site_of(request), request.parameters.get("StackName")
    if name:
        return {"Stacks": [_described(site.get(name))]}
    living = [stack for stack in site.stacks.values() if stack.status != "DELETE_COMPLETE"]
    return {"Stacks": [_described(stack) for stack in reversed(living)]}


def _described(stack: Stack) -> Json:
    drift = {"StackDriftStatus": stack.drift_status, "LastCheckTimestamp": stack.drift_checked_at}
    described: Json = {
        "StackId": stack.id,
        "StackName": stack.name,
        "ChangeSetId": stack.change_set_id,
        "Description": stack.target.template.get("Description"),
        "Parameters": shown_values(stack.target.template, stack.target.parameters),
        "CreationTime": stack.created_at,
        "LastUpdatedTime": stack.updated_at,
        "DeletionTime": stack.deleted_at,
        "RollbackConfiguration": {},
        "StackStatus": stack.status,
        "StackStatusReason": stack.reason or None,
        "DisableRollback": stack.is_rollback_disabled,
        "NotificationARNs": stack.notification_arns,
        "Capabilities": list(stack.target.capabilities),
        "Outputs": stack.outputs,
        "RoleARN": stack.role_arn,
        "Tags": [dict(tag) for tag in stack.target.tags],
        "EnableTerminationProtection": stack.is_protected,
        "DriftInformation": drift,
    }
    return described


def _list_stacks(request: Request) -> Json:
    wanted = request.parameters.get("StackStatusFilter")
    stacks = [stack for stack in site_of(request).stacks.values() if not wanted or stack.status in wanted]
    return {"StackSummaries": [_described(stack) for stack in reversed(stacks)]}


def _describe_stack_events(request: Request) -> Json:
    return {"StackEvents": list(site_of(request).get(request.parameters["StackName"]).events)}


def _describe_stack_resource(request: Request) -> Json:
    stack = site_of(request).get(request.parameters["StackName"])
    name = request.parameters["LogicalResourceId"]
    resource = stack.resources.get(name)
    if resource is None:
        raise validation_error(f"Resource {name} does not exist for stack {stack.name}")
    about = stack.target.template["Resources"].get(name) or {}
    import json

    return {"StackResourceDetail": _resource(stack, resource) | {"Metadata": json.dumps(about.get("Metadata") or {})}}


def _describe_stack_resources(request: Request) -> Json:
    site, asked = site_of(request), request.parameters
    if "StackName" in asked:
        stacks = [site.get(asked["StackName"])]
    else:
        physical_id = asked.get("PhysicalResourceId")
        stacks = [s for s in site.stacks.values() if any(r.physical_id == physical_id for r in s.resources.values())]
    name = asked.get("LogicalResourceId")
    found = [(stack, resource) for stack in stacks for resource in list(stack.resources.values())]
    return {"StackResources": [_resource(stack, one) for stack, one in found if name in (None, one.logical_id)]}


def _list_stack_resources(request: Request) -> Json:
    stack = site_of(request).get(request.parameters["StackName"])
    return {"StackResourceSummaries": [_resource(stack, resource) for resource in list(stack.resources.values())]}


def _resource(stack: Stack, resource: Resource) -> Json:
    drift = {"StackResourceDriftStatus": resource.drift_status}
    return {
        "StackName": stack.name,
        "StackId": stack.id,
        "LogicalResourceId": resource.logical_id,
        "PhysicalResourceId": resource.physical_id or None,
        "ResourceType": resource.type_name,
        "Timestamp": resource.changed_at,
        "LastUpdatedTimestamp": resource.changed_at,
        "ResourceStatus": resource.status,
        "ResourceStatusReason": resource.reason or None,
        "DriftInformation": drift | ({"LastCheckTimestamp": resource.drift["Timestamp"]} if resource.drift else {}),
    }


def _exported(stack: Stack) -> list[str]:
    return [output["ExportName"] for output in stack.outputs if "ExportName" in output]


def _list_exports(request: Request) -> Json:
    exports = site_of(request).exports()
    listed = [
        {"ExportingStackId": stack.id, "Name": name, "Value": value} for name, (stack, value) in sorted(exports.items())
    ]
    return {"Exports": listed}


def _list_imports(request: Request) -> Json:
    name = request.parameters["ExportName"]
    importers = _importers(site_of(request), name)
    if not importers:
        raise validation_error(f"Export '{name}' is not imported by any stack.")
    return {"Imports": importers}


def _importers(site: Site, export: str) -> list[str]:
    living = [stack for stack in site.stacks.values() if stack.status != "DELETE_COMPLETE"]
    return [stack.name for stack in living if export in _imports(stack.target.template, stack)]


def _imports(value: Json, stack: Stack) -> set[str]:
    if isinstance(value, list):
        return {name for item in value for name in _imports(item, stack)}
    if not isinstance(value, dict):
        return set()
    found = {name for item in value.values() for name in _imports(item, stack)}
    imported = value.get("Fn::ImportValue")
    if isinstance(imported, str):
        found.add(imported)
    elif imported is not None:
        found |= {stack.target.parameters.get(name, "") for name in references(imported)}
        found.add(_filled(imported, stack))
    return found


def _filled(expression: Json, stack: Stack) -> str:
    text = expression.get("Fn::Sub") if isinstance(expression, dict) else ""
    text = text if isinstance(text, str) else ""
    for name, value in stack.target.parameters.items():
        text = text.replace("${" + name + "}", value)
    return text


def _continue_rollback(request: Request) -> Json:
    stack = site_of(request).get(request.parameters["StackName"])
    if stack.status != "UPDATE_ROLLBACK_FAILED":
        raise validation_error(f"Stack:{stack.id} is in {stack.status} state and can not continue rollback.")
    stack.move("UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated")
    in_background(partial(update_stack, site_of(request), stack, stack.target), stack)
    return {}


def _cancel_update(request: Request) -> Json:
    stack = site_of(request).get(request.parameters["StackName"])
    if stack.status != "UPDATE_IN_PROGRESS":
        raise validation_error(f"CancelUpdateStack cannot be called from current stack status {stack.status}")
    stack.is_cancelled = True
    return {}


def _set_policy(request: Request) -> Json:
    site_of(request).get(request.parameters["StackName"]).policy = request.parameters.get("StackPolicyBody")
    return {}


def _get_policy(request: Request) -> Json:
    return {"StackPolicyBody": site_of(request).get(request.parameters["StackName"]).policy}


def _update_protection(request: Request) -> Json:
    stack = site_of(request).get(request.parameters["StackName"])
    stack.is_protected = bool(request.parameters["EnableTerminationProtection"])
    return {"StackId": stack.id}


OPERATIONS: dict[str, Operation] = {
    "CreateStack": _create_stack,
    "UpdateStack": _update_stack,
    "DeleteStack": _delete_stack,
    "DescribeStacks": _describe_stacks,
    "ListStacks": _list_stacks,
    "DescribeStackEvents": _describe_stack_events,
    "DescribeStackResource": _describe_stack_resource,
    "DescribeStackResources": _describe_stack_resources,
    "ListStackResources": _list_stack_resources,
    "ListExports": _list_exports,
    "ListImports": _list_imports,
    "ContinueUpdateRollback": _continue_rollback,
    "CancelUpdateStack": _cancel_update,
    "SetStackPolicy": _set_policy,
    "GetStackPolicy": _get_policy,
    "UpdateTerminationProtection": _update_protection,
}
