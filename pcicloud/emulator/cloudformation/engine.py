"""Make a stack what its target says: create, update, replace, delete, and take it all back when a step fails."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from botocore.exceptions import BotoCoreError, ClientError

from pcicloud.emulator.cloudformation.dependencies import creation_order
from pcicloud.emulator.cloudformation.differences import differing_paths
from pcicloud.emulator.cloudformation.drift import living_of
from pcicloud.emulator.cloudformation.intrinsics import Scope, condition_holds, resolve
from pcicloud.emulator.cloudformation.provider import Provider, ProviderError, is_gone, provider_of
from pcicloud.emulator.cloudformation.schemas import problems, recreation, schema_of
from pcicloud.emulator.cloudformation.scopes import deployment_scope, resolved_properties, with_dynamic_references
from pcicloud.emulator.cloudformation.stack import Json, Resource, Site, Stack, Target
from pcicloud.emulator.errors import ServiceError

LOG = logging.getLogger(__name__)
DELAY = "PCICLOUD_EMULATOR_RESOURCE_DELAY_S"


class StepError(Exception):
    """A resource could not be made, changed or removed."""


@dataclass(kw_only=True)
class Run:
    """One operation under way: what it can take back, and what it removes when all went well.

    `recorded`: the properties on record of the resources that had drifted, to have them back after a failure.
    """

    site: Site
    stack: Stack
    target: Target
    previous: Target
    is_drift_reverted: bool = False
    recorded: dict[str, Json] = field(default_factory=dict)
    undo: list[Callable[[], None]] = field(default_factory=list)
    cleanup: list[tuple[Resource, str]] = field(default_factory=list)


def create_stack(site: Site, stack: Stack, *, on_failure: str) -> None:
    """Create all resources. `on_failure`: ROLLBACK, DELETE or DO_NOTHING."""
    run = Run(site=site, stack=stack, target=stack.target, previous=stack.target)
    try:
        _apply(run)
    except StepError as error:
        _take_back_creation(run, str(error), on_failure)
        return
    stack.move("CREATE_COMPLETE")


def update_stack(
    site: Site,
    stack: Stack,
    target: Target,
    *,
    is_rollback_disabled: bool = False,
    is_drift_reverted: bool = False,
) -> None:
    """Bring the resources to the target, or back to where they were; with `is_drift_reverted` the drifted ones too."""
    run = Run(site=site, stack=stack, target=target, previous=stack.target, is_drift_reverted=is_drift_reverted)
    try:
        _apply(run)
    except StepError as error:
        _take_back_update(run, str(error), is_rollback_disabled)
        return
    stack.target = target
    stack.updated_at = datetime.now(UTC)
    stack.move("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
    _clean_up(run)
    stack.move("UPDATE_COMPLETE")


def delete_stack(site: Site, stack: Stack, *, retained: tuple[str, ...] = ()) -> None:
    """Delete all resources, the last made first; what can't be deleted leaves the stack in DELETE_FAILED."""
    failed = _delete_all(Run(site=site, stack=stack, target=stack.target, previous=stack.target), retained)
    if failed:
        stack.move("DELETE_FAILED", f"The following resource(s) failed to delete: [{', '.join(failed)}].")
        return
    stack.outputs = []
    stack.deleted_at = datetime.now(UTC)
    stack.move("DELETE_COMPLETE")


def _take_back_creation(run: Run, reason: str, on_failure: str) -> None:
    stack = run.stack
    if on_failure == "DO_NOTHING":
        stack.move("CREATE_FAILED", reason)
        return
    if on_failure == "DELETE":
        stack.move("DELETE_IN_PROGRESS", reason)
        delete_stack(run.site, stack)
        return
    stack.move("ROLLBACK_IN_PROGRESS", reason + " Rollback requested by user.")
    is_clean = _take_back(run)
    stack.outputs = []
    stack.move("ROLLBACK_COMPLETE" if is_clean else "ROLLBACK_FAILED")


def _take_back_update(run: Run, reason: str, is_rollback_disabled: bool) -> None:
    stack = run.stack
    if is_rollback_disabled:
        stack.move("UPDATE_FAILED", reason)
        return
    stack.move("UPDATE_ROLLBACK_IN_PROGRESS", reason)
    is_clean = _take_back(run)
    for name, properties in run.recorded.items():
        stack.resources[name].properties = properties
    if not is_clean:
        stack.move("UPDATE_ROLLBACK_FAILED", "A resource could not be brought back.")
        return
    stack.move("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
    stack.move("UPDATE_ROLLBACK_COMPLETE")


def _take_back(run: Run) -> bool:
    is_clean = True
    for undo in reversed(run.undo):
        try:
            undo()
        except StepError:
            is_clean = False
    return is_clean


def wanted_resources(scope: Scope) -> list[str]:
    """Return the names of the resources whose condition holds."""
    resources = scope.template["Resources"]
    return [name for name, about in resources.items() if _is_wanted(about, scope)]


def _is_wanted(about: Json, scope: Scope) -> bool:
    return "Condition" not in about or condition_holds(about["Condition"], scope)


def _apply(run: Run) -> None:
    try:
        scope = deployment_scope(run.site, run.stack, run.target)
        order = creation_order(run.target.template, wanted_resources(scope))
    except (ServiceError, ClientError) as error:
        raise StepError(str(error)) from error
    for name in order:
        if run.stack.is_cancelled:
            raise StepError("Resource update cancelled")
        _bring(run, scope, name)
    gone = [name for name in run.stack.resources if name not in order]
    run.cleanup += [(run.stack.resources[name], "DeletionPolicy") for name in gone]
    run.stack.outputs = _outputs(run, scope)


def _bring(run: Run, scope: Scope, name: str) -> None:
    existing = run.stack.resources.get(name)
    type_name = run.target.template["Resources"][name]["Type"]
    if existing is None:
        _make(run, scope, Resource(logical_id=name, type_name=type_name))
        return
    if run.is_drift_reverted and not _is_taken_as_it_is(run, existing):
        _make_again(run, scope, existing)
        return
    wanted = _wanted(run, scope, existing)
    if existing.type_name != type_name:
        _replace(run, scope, existing, replace(existing, type_name=type_name))
    elif existing.properties != wanted:
        if is_replaced(existing, wanted):
            _replace(run, scope, existing, replace(existing))
        else:
            _update(run, existing, wanted)


def _is_taken_as_it_is(run: Run, resource: Resource) -> bool:
    """Take a drifted resource's living properties as its present ones; return False if it is gone."""
    living = living_of(run.site, run.stack, resource)
    if living is not None and living.is_there:
        run.recorded[resource.logical_id] = resource.properties
        resource.properties = living.properties
    return living is None or living.is_there


def _make_again(run: Run, scope: Scope, gone: Resource) -> None:
    def back_on_record() -> None:
        run.stack.resources[gone.logical_id] = gone

    run.undo.append(back_on_record)
    _make(run, scope, Resource(logical_id=gone.logical_id, type_name=gone.type_name))


def is_replaced(existing: Resource, wanted: Json) -> bool:
    """Return whether going to the wanted properties needs a new resource."""
    provider, schema = provider_of(existing.type_name), schema_of(existing.type_name)
    if provider is None or schema is None or provider.update is None:
        return True
    changed = differing_paths(existing.properties, wanted)
    return any(recreation(schema, path) == "Always" for path in changed)


def _wanted(run: Run, scope: Scope, resource: Resource) -> Json:
    try:
        return resolved_properties(scope, resource.logical_id, run.target)
    except (ServiceError, ClientError) as error:
        run.stack.mark(resource, _verb(run) + "_FAILED", str(error))
        raise StepError(_sentence(run, resource)) from error


def _make(run: Run, scope: Scope, resource: Resource, *, verb: str = "CREATE") -> None:
    stack = run.stack
    stack.resources[resource.logical_id] = resource
    stack.mark(resource, f"{verb}_IN_PROGRESS")
    resource.properties = _wanted(run, scope, resource)

    def make() -> None:
        provider = _checked_provider(resource)
        aws = run.site.aws(stack, resource.logical_id)
        resource.physical_id = provider.create(aws, with_dynamic_references(resource.properties, aws))

    if verb == "CREATE":
        run.undo.append(lambda: _delete(run, resource, "DELETE"))
    _step(run, resource, f"{verb}_FAILED", make)
    stack.mark(resource, f"{verb}_COMPLETE")


def _update(run: Run, resource: Resource, wanted: Json) -> None:
    before = resource.properties
    run.stack.mark(resource, "UPDATE_IN_PROGRESS")
    run.undo.append(lambda: _change(run, resource, wanted, before))
    _change(run, resource, before, wanted)
    run.stack.mark(resource, "UPDATE_COMPLETE")


def _change(run: Run, resource: Resource, before: Json, after: Json) -> None:
    def change() -> None:
        provider = _checked_provider(replace(resource, properties=after))
        aws = run.site.aws(run.stack, resource.logical_id)
        if provider.update is None:
            raise ProviderError(f"The emulator can't update {resource.type_name}")
        old, new = (with_dynamic_references(value, aws) for value in (before, after))
        provider.update(aws, resource.physical_id, old, new)
        resource.properties, resource.attributes = after, None

    _step(run, resource, "UPDATE_FAILED", change)
    if run.stack.status == "UPDATE_ROLLBACK_IN_PROGRESS":
        run.stack.mark(resource, "UPDATE_COMPLETE")


def _replace(run: Run, scope: Scope, old: Resource, new: Resource) -> None:
    new.physical_id, new.attributes = "", None

    def take_back() -> None:
        _delete(run, new, "DELETE")
        run.stack.resources[old.logical_id] = old
        run.stack.mark(old, "UPDATE_COMPLETE")

    run.undo.append(take_back)
    reason = "Requested update requires the creation of a new physical resource; hence creating one."
    run.stack.mark(old, "UPDATE_IN_PROGRESS", reason)
    _make(run, scope, new, verb="UPDATE")
    run.cleanup.append((old, "UpdateReplacePolicy"))


def _clean_up(run: Run) -> None:
    for resource, policy in reversed(run.cleanup):
        # A removed resource is in the old template only; of a replaced one the new template says what to do.
        template = run.previous.template if policy == "DeletionPolicy" else run.target.template
        about = template["Resources"].get(resource.logical_id) or {}
        if about.get(policy) == "Retain":
            run.stack.mark(replace(resource), "DELETE_SKIPPED")
        elif _snapshot(run, resource, about.get(policy)):
            _try_delete(run, resource)
        if run.stack.resources.get(resource.logical_id) is resource:
            del run.stack.resources[resource.logical_id]


def _try_delete(run: Run, resource: Resource) -> bool:
    try:
        _delete(run, resource, "DELETE")
    except StepError:
        return False
    return True


def _delete_all(run: Run, retained: tuple[str, ...]) -> list[str]:
    stack, failed = run.stack, []
    order = creation_order(run.target.template, list(stack.resources))
    for name in reversed(order + [name for name in stack.resources if name not in order]):
        resource = stack.resources[name]
        if resource.status == "DELETE_COMPLETE":
            continue
        about = run.target.template["Resources"].get(name) or {}
        if name in retained or about.get("DeletionPolicy") == "Retain":
            stack.mark(resource, "DELETE_SKIPPED")
        elif not _snapshot(run, resource, about.get("DeletionPolicy")) or not _try_delete(run, resource):
            failed.append(name)
    return failed


def _snapshot(run: Run, resource: Resource, policy: str | None) -> bool:
    provider = provider_of(resource.type_name)
    if policy != "Snapshot" or provider is None or provider.snapshot is None or not resource.physical_id:
        return True
    take, aws = provider.snapshot, run.site.aws(run.stack, resource.logical_id)
    try:
        _step(run, resource, "DELETE_FAILED", lambda: take(aws, resource.physical_id))
    except StepError:
        return False
    return True


def _delete(run: Run, resource: Resource, verb: str) -> None:
    provider = provider_of(resource.type_name)

    def remove() -> None:
        if provider is not None and resource.physical_id:
            try:
                provider.delete(run.site.aws(run.stack, resource.logical_id), resource.physical_id)
            except ClientError as error:
                if not is_gone(error):
                    raise

    run.stack.mark(resource, f"{verb}_IN_PROGRESS")
    _step(run, resource, f"{verb}_FAILED", remove)
    run.stack.mark(resource, f"{verb}_COMPLETE")


def _checked_provider(resource: Resource) -> Provider:
    provider, schema = provider_of(resource.type_name), schema_of(resource.type_name)
    if schema is None:
        raise ProviderError(f"Unrecognized resource type: {resource.type_name}")
    if provider is None:
        raise ProviderError(f"The emulator has no provider of the resource type {resource.type_name}")
    if wrong := problems(schema, resource.properties):
        raise ProviderError("; ".join(wrong))
    return provider


def _step(run: Run, resource: Resource, failed_status: str, act: Callable[[], None]) -> None:
    """Do one thing to one resource, late if a test asked for it; any error fails the resource, with the reason."""
    time.sleep(float(os.environ.get(DELAY) or 0))
    try:
        act()
    except (ProviderError, ServiceError, ClientError, BotoCoreError) as error:
        run.stack.mark(resource, failed_status, str(error))
        raise StepError(_sentence(run, resource)) from error
    except Exception as error:
        # A defect of one provider must fail its stack, as AWS's InternalFailure does: never leave it in progress.
        LOG.exception("provider of %s", resource.type_name)
        run.stack.mark(resource, failed_status, f"InternalFailure: {type(error).__name__}: {error}")
        raise StepError(_sentence(run, resource)) from error


def _verb(run: Run) -> str:
    return run.stack.status.partition("_")[0]


def _sentence(run: Run, resource: Resource) -> str:
    verb = {"CREATE": "create", "DELETE": "delete"}.get(_verb(run), "update")
    return f"The following resource(s) failed to {verb}: [{resource.logical_id}]."


def _outputs(run: Run, scope: Scope) -> list[Json]:
    outputs = []
    exports = run.site.exports()
    for name, about in (scope.template.get("Outputs") or {}).items():
        if not _is_wanted(about, scope):
            continue
        try:
            output = _output(name, about, scope)
        except (ServiceError, ClientError) as error:
            raise StepError(f"Output {name}: {error}") from error
        owner = exports.get(output.get("ExportName", ""))
        if owner and owner[0] is not run.stack:
            raise StepError(f"Export with name {output['ExportName']} is already exported by stack {owner[0].name}.")
        outputs.append(output)
    return outputs


def _output(name: str, about: Json, scope: Scope) -> Json:
    output = {"OutputKey": name, "OutputValue": str(resolve(about["Value"], scope))}
    if "Description" in about:
        output["Description"] = str(about["Description"])
    if "Export" in about:
        output["ExportName"] = str(resolve(about["Export"]["Name"], scope))
    return output
