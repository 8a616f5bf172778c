"""Makes one stack as it is wanted, whatever state an earlier, perhaps interrupted, apply has left it in."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from pcicloud.aws_writing import AwsRefused, Writer
from pcicloud.errors import DefinitionError, OutsideError
from pcicloud.model.outcome import Json
from pcicloud.model.plan import AppliedStep, Change, Plan, StackAction
from pcicloud.provision.aws.change_set import body_arguments, change_set, changes_of
from pcicloud.provision.aws.operation import failure_of, follow, newest_event
from pcicloud.provision.aws.parameters import as_arguments, filled
from pcicloud.provision.aws.stack import BROKEN, described, is_busy, ours, resources_of, tags_of
from pcicloud.provision.aws.steps import StackStep
from pcicloud.provision.aws.world import World
from pcicloud.provision.driver import Tell
from pcicloud.provision.placeholders import UNKNOWN

ANOTHER_RUN = ("AlreadyExistsException", "OperationInProgressException", "InvalidChangeSetStatus", "ChangeSetNotFound")
DONE = ("CREATE_COMPLETE", "UPDATE_COMPLETE")


class StackFailed(OutsideError):
    """CloudFormation could not make a stack; what it says names the resource that failed first, and why."""


class PlanOutdated(OutsideError):
    """The apply would replace or delete a resource that the plan does not name."""


def apply_stack(world: World, step: StackStep, outputs: Mapping[str, Json], plan: Plan, tell: Tell) -> AppliedStep:
    """Create or update the stack, and wait for it. Raises StackFailed, PlanOutdated or AwsRefused."""
    before, action = _settled(world, step, tell)
    values = filled(world, step, outputs)
    arguments = as_arguments(values, before)
    if arguments is None:
        missing = ", ".join(name for name, value in sorted(values.items()) if value is UNKNOWN)
        raise DefinitionError(
            f"{step.template.name}: no earlier stack gives the parameter {missing} a value",
            hint="the output that the model file names is not in the other stack's template",
        )
    tags = tags_of(world.environment.name, step.name)
    if before is None:
        planned = sum(1 for change in plan.changes if change.stack == step.name)
        total = planned or len(step.template.resources)
        return _create(world.writer, step, body_arguments(step, arguments, tags), action, total, tell)
    return _update(world.writer, step, body_arguments(step, arguments, tags), before, plan, tell)


def _settled(world: World, step: StackStep, tell: Tell) -> tuple[Json | None, StackAction]:
    """The stack when it is ready for an update, None where it must be created; heals what an interruption left."""
    writer, action = world.writer, "create"
    stack = described(writer, step.stack_name)
    if stack is not None:
        ours(stack, world.environment.name)
    while stack is not None and stack["StackStatus"] != "DELETE_COMPLETE":
        id_, state = stack["StackId"], stack["StackStatus"]
        since = newest_event(writer, id_)
        if state in BROKEN:
            writer.call("cloudformation", "DeleteStack", StackName=id_, ClientRequestToken=_token())
            action = "recreate"
        elif state == "UPDATE_ROLLBACK_FAILED":
            writer.call("cloudformation", "ContinueUpdateRollback", StackName=id_, ClientRequestToken=_token())
        elif not is_busy(stack):
            return stack, "update"
        stack = follow(writer, id_, name=step.name, since=since, total=len(step.template.resources), tell=tell)
        if stack["StackStatus"] in ("DELETE_FAILED", "UPDATE_ROLLBACK_FAILED"):
            raise _failure(writer, step, stack)
    return None, "recreate" if action == "recreate" else "create"


def _create(
    writer: Writer, step: StackStep, arguments: Mapping[str, Json], action: StackAction, total: int, tell: Tell
) -> AppliedStep:
    with _refusal_of_another_run(step):
        made = writer.call(
            "cloudformation", "CreateStack", OnFailure="ROLLBACK", ClientRequestToken=_token(), **arguments
        )
    after = follow(writer, made["StackId"], name=step.name, since=None, total=total, tell=tell)
    if after["StackStatus"] not in DONE:
        raise _failure(writer, step, after)
    return AppliedStep(name=step.name, kind="stack", action=action, changed=len(resources_of(writer, made["StackId"])))


def _update(
    writer: Writer, step: StackStep, arguments: Mapping[str, Json], before: Json, plan: Plan, tell: Tell
) -> AppliedStep:
    id_ = before["StackId"]
    with _refusal_of_another_run(step), change_set(writer, arguments, mend_drift=plan.mend_drift) as ready:
        if ready is None:
            return AppliedStep(name=step.name, kind="stack", action="none", changed=0)
        changes = changes_of(writer, step, ready)
        _refuse_surprises(step, changes, plan)
        since = newest_event(writer, id_)
        writer.call(
            "cloudformation", "ExecuteChangeSet", ChangeSetName=ready["ChangeSetId"], ClientRequestToken=_token()
        )
        after = follow(writer, id_, name=step.name, since=since, total=len(changes), tell=tell)
    if after["StackStatus"] not in DONE:
        raise _failure(writer, step, after)
    return AppliedStep(name=step.name, kind="stack", action="update", changed=len(changes))


def _refuse_surprises(step: StackStep, changes: tuple[Change, ...], plan: Plan) -> None:
    """What destroys something must have been shown: the world may have moved since the plan."""
    shown = {(change.stack, change.resource) for change in plan.changes if _may_recreate(change)}
    for change in changes:
        if change.action in ("replace", "delete") and (change.stack, change.resource) not in shown:
            raise PlanOutdated(
                f"the stack {step.name} would now {change.action} {change.resource}, which the plan does not say",
                hint="see what is new with `pcicloud env plan`, then apply again",
            )


def _may_recreate(change: Change) -> bool:
    return change.action in ("replace", "delete") or any(
        one.requires_recreation != "never" for one in change.properties
    )


def _failure(writer: Writer, step: StackStep, stack: Json) -> StackFailed:
    what = failure_of(writer, stack)
    return StackFailed(
        f"the stack {step.name} could not be made: {what}. {_what_stands(stack['StackStatus'])}",
        hint="mend the cause, then run `pcicloud env apply` again: it goes on with this stack",
    )


def _what_stands(state: str) -> str:
    said = {
        "ROLLBACK_COMPLETE": "AWS deleted again what it had made of this stack",
        "UPDATE_ROLLBACK_COMPLETE": "AWS put this stack back to what it was before",
        "ROLLBACK_FAILED": "AWS could not delete again all that it had made of this stack",
        "UPDATE_ROLLBACK_FAILED": "AWS could not put this stack back to what it was before",
        "DELETE_FAILED": "AWS could not delete what was left of this stack",
    }
    return f"{said.get(state, 'the stack stays as it is')} ({state}); the stacks before it stand."


@contextmanager
def _refusal_of_another_run(step: StackStep) -> Iterator[None]:
    """Say it plainly where CloudFormation refuses because somebody else changes the stack at this moment."""
    try:
        yield
    except AwsRefused as refused:
        if refused.code not in ANOTHER_RUN and "_IN_PROGRESS" not in refused.message:
            raise
        raise StackFailed(
            f"somebody else is changing the stack {step.name} at this moment ({refused.message})",
            hint="wait until the other run is done, then run `pcicloud env apply` again",
        ) from refused


def _token() -> str:
    """A client request token: boto3 repeats a call with the same token, so that AWS carries it out once."""
    return f"pcicloud-{secrets.token_hex(16)}"
