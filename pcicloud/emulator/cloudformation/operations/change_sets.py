"""The operations on change sets."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

from botocore.exceptions import ClientError

from pcicloud.emulator.cloudformation.changes import planned_changes
from pcicloud.emulator.cloudformation.engine import create_stack
from pcicloud.emulator.cloudformation.operations.stacks import check_updatable, new_stack, start_update
from pcicloud.emulator.cloudformation.operations.targets import in_background, site_of, target_of
from pcicloud.emulator.cloudformation.parameters import shown_values
from pcicloud.emulator.cloudformation.stack import ChangeSet, Json, Site, Stack, Target
from pcicloud.emulator.cloudformation.template import validation_error
from pcicloud.emulator.errors import ServiceError
from pcicloud.emulator.request import Operation, Request

NO_CHANGES = "The submitted information didn't contain changes. Submit different information to create a change set."
VALUE_FIELDS = (
    "BeforeValue",
    "AfterValue",
    "BeforeValueFrom",
    "AfterValueFrom",
    "Drift",
    "Path",
    "AttributeChangeType",
)


def _create(request: Request) -> Json:
    kind = request.parameters.get("ChangeSetType") or "UPDATE"
    stack, target = _stack_and_target(request, kind)
    name = request.parameters["ChangeSetName"]
    if name in stack.change_sets:
        raise ServiceError("AlreadyExistsException", f"ChangeSet {name} already exists")
    is_drift_reverted = request.parameters.get("DeploymentMode") == "REVERT_DRIFT"
    if is_drift_reverted and kind != "UPDATE":
        raise validation_error("DeploymentMode REVERT_DRIFT is for change sets of type UPDATE only")
    changes, reason = _planned(site_of(request), stack, target, is_drift_reverted)
    stack.change_sets[name] = ChangeSet(
        name=name,
        id=request.arn("cloudformation", f"changeSet/{name}/{uuid4()}"),
        kind=kind,
        target=target,
        status="FAILED" if reason else "CREATE_COMPLETE",
        reason=reason,
        execution_status="UNAVAILABLE" if reason else "AVAILABLE",
        changes=changes,
        description=request.parameters.get("Description") or "",
        created_at=datetime.now(UTC),
        on_failure=request.parameters.get("OnStackFailure"),
        is_drift_reverted=is_drift_reverted,
    )
    return {"Id": stack.change_sets[name].id, "StackId": stack.id}


def _stack_and_target(request: Request, kind: str) -> tuple[Stack, Target]:
    site, name = site_of(request), request.parameters["StackName"]
    existing = site.find(name)
    if kind == "CREATE" and (existing is None or existing.status == "REVIEW_IN_PROGRESS"):
        target = target_of(request, None)
        stack = existing or new_stack(request, _empty(target), "REVIEW_IN_PROGRESS")
        if existing is None:
            stack.move("REVIEW_IN_PROGRESS", "User Initiated")
        return stack, target
    if kind == "CREATE":
        raise validation_error(f"Stack [{name}] already exists and cannot be created again with the changeSet [CREATE]")
    if kind != "UPDATE":
        raise validation_error(f"The emulator can't make a change set of type {kind}")
    stack = site.get(name)
    check_updatable(stack)
    return stack, target_of(request, stack.target)


def _empty(target: Target) -> Target:
    return Target(body=target.body, template={"Resources": {}}, parameters={}, tags=target.tags)


def _planned(site: Site, stack: Stack, target: Target, is_drift_reverted: bool) -> tuple[list[Json], str]:
    try:
        changes = planned_changes(site, stack, target, is_drift_reverted=is_drift_reverted)
    except (ServiceError, ClientError) as error:
        return [], str(error)
    is_same = (
        stack.target.template.get("Outputs") == target.template.get("Outputs") and stack.target.tags == target.tags
    )
    return changes, "" if changes or not is_same else NO_CHANGES


def _find(request: Request) -> tuple[Stack, ChangeSet]:
    site, wanted = site_of(request), request.parameters["ChangeSetName"]
    name = request.parameters.get("StackName")
    stacks = [site.get(name)] if name else list(site.stacks.values())
    for stack in stacks:
        for found in stack.change_sets.values():
            if wanted in (found.name, found.id):
                return stack, found
    raise ServiceError("ChangeSetNotFound", f"ChangeSet [{wanted}] does not exist", status=404)


def _describe(request: Request) -> Json:
    stack, found = _find(request)
    with_values = bool(request.parameters.get("IncludePropertyValues"))
    return _listed(stack, found) | {
        "Parameters": shown_values(found.target.template, found.target.parameters),
        "Capabilities": list(found.target.capabilities),
        "Tags": [dict(tag) for tag in found.target.tags],
        "RollbackConfiguration": {},
        "NotificationARNs": stack.notification_arns,
        "ChangeSetType": found.kind,
        "OnStackFailure": found.on_failure,
        "DeploymentMode": "REVERT_DRIFT" if found.is_drift_reverted else None,
        "Changes": found.changes if with_values else [_without_values(change) for change in found.changes],
    }


def _without_values(change: Json) -> Json:
    resource = {key: value for key, value in change["ResourceChange"].items() if not key.endswith("Context")}
    details = []
    for detail in resource["Details"]:
        target = {key: value for key, value in detail["Target"].items() if key not in VALUE_FIELDS}
        if detail | {"Target": target} not in details:
            details.append(detail | {"Target": target})
    return {"Type": "Resource", "ResourceChange": resource | {"Details": details}}


def _listed(stack: Stack, found: ChangeSet) -> Json:
    return {
        "StackId": stack.id,
        "StackName": stack.name,
        "ChangeSetId": found.id,
        "ChangeSetName": found.name,
        "Description": found.description or None,
        "CreationTime": found.created_at,
        "ExecutionStatus": found.execution_status,
        "Status": found.status,
        "StatusReason": found.reason or None,
        "IncludeNestedStacks": False,
    }


def _list(request: Request) -> Json:
    stack = site_of(request).get(request.parameters["StackName"])
    return {"Summaries": [_listed(stack, found) for found in stack.change_sets.values()]}


def _delete(request: Request) -> Json:
    try:
        stack, found = _find(request)
    except ServiceError as error:
        if error.code == "ChangeSetNotFound":
            return {}
        raise
    del stack.change_sets[found.name]
    return {}


def _execute(request: Request) -> Json:
    stack, found = _find(request)
    if found.execution_status != "AVAILABLE":
        text = f"ChangeSet [{found.id}] cannot be executed in its current status of [{found.status}]"
        raise ServiceError("InvalidChangeSetStatus", text)
    if stack.is_busy:
        raise ServiceError("InvalidChangeSetStatus", f"Stack:{stack.id} is in {stack.status} state")
    stack.change_set_id, stack.change_sets = found.id, {}
    stack.token = request.parameters.get("ClientRequestToken")
    is_rollback_disabled = bool(request.parameters.get("DisableRollback"))
    if found.kind == "UPDATE":
        start_update(
            site_of(request),
            stack,
            found.target,
            is_rollback_disabled=is_rollback_disabled,
            is_drift_reverted=found.is_drift_reverted,
        )
        return {}
    stack.target = found.target
    stack.is_rollback_disabled = is_rollback_disabled
    stack.move("CREATE_IN_PROGRESS", "User Initiated")
    on_failure = "DO_NOTHING" if is_rollback_disabled else found.on_failure or "ROLLBACK"
    in_background(partial(create_stack, site_of(request), stack, on_failure=on_failure), stack)
    return {}


OPERATIONS: dict[str, Operation] = {
    "CreateChangeSet": _create,
    "DescribeChangeSet": _describe,
    "ListChangeSets": _list,
    "DeleteChangeSet": _delete,
    "ExecuteChangeSet": _execute,
}
