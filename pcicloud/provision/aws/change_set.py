"""Change sets: what CloudFormation itself says an update of an existing stack would change."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from pcicloud.aws_writing import AwsRefused, Writer
from pcicloud.errors import OutsideError
from pcicloud.model.outcome import Json
from pcicloud.model.plan import KNOWN_AFTER_APPLY, Action, Change, PropertyChange, Recreation
from pcicloud.provision.aws.requirements import declared, everything, ordered, touched
from pcicloud.provision.aws.secrets import masked
from pcicloud.provision.aws.stack import deployed_template
from pcicloud.provision.aws.steps import StackStep
from pcicloud.provision.aws.waiting import delays_s

CAPABILITIES = ["CAPABILITY_NAMED_IAM"]
PREFIX = "pcicloud-"
# Another run needs its change set for seconds only: one that is older was left behind by a run that was killed.
ABANDONED_AFTER = timedelta(minutes=10)
# CloudFormation's own mark for a value that it will only know while it executes.
LATER = "{{changeSet:KNOWN_AFTER_APPLY}}"
ACTIONS: dict[str, Action] = {
    "Add": "create",
    "Modify": "update",
    "Remove": "delete",
    "Dynamic": "update",
    "Import": "update",
}
RECREATION: dict[str, Recreation] = {"Always": "always", "Conditionally": "conditionally"}


def body_arguments(step: StackStep, parameters: list[Json], tags: list[dict[str, str]]) -> dict[str, Json]:
    """What CreateStack and CreateChangeSet both want."""
    return {
        "StackName": step.stack_name,
        "TemplateBody": step.template.body,
        "Parameters": parameters,
        "Tags": tags,
        "Capabilities": CAPABILITIES,
    }


@contextmanager
def change_set(writer: Writer, arguments: Mapping[str, Json], *, mend_drift: bool) -> Iterator[Json | None]:
    """The described change set of an update, None where there is nothing to change. It is deleted at the end.

    `Changes` holds the changes of all pages. Raises AwsRefused, or OutsideError where CloudFormation can't make it.
    """
    stack = str(arguments["StackName"])
    delete_abandoned(writer, stack, before=datetime.now(UTC) - ABANDONED_AFTER)
    mode: dict[str, Json] = {"DeploymentMode": "REVERT_DRIFT"} if mend_drift else {}
    name = f"{PREFIX}{secrets.token_hex(8)}"
    made = writer.call(
        "cloudformation",
        "CreateChangeSet",
        ChangeSetName=name,
        ChangeSetType="UPDATE",
        ClientToken=name,
        **arguments,
        **mode,
    )
    try:
        yield _described(writer, made["Id"], stack)
    finally:
        _delete(writer, made["Id"])


def _described(writer: Writer, id_: str, stack: str) -> Json | None:
    for delay_s in delays_s():
        # `IncludePropertyValues` is what makes the values before and after visible.
        found = writer.call("cloudformation", "DescribeChangeSet", ChangeSetName=id_, IncludePropertyValues=True)
        if found["Status"] == "FAILED" and _says_no_change(found.get("StatusReason", "")):
            return None
        if found["Status"] == "FAILED":
            raise OutsideError(f"CloudFormation can't plan the stack {stack}: {found.get('StatusReason', '')}")
        if found["Status"] == "CREATE_COMPLETE":
            return found | {"Changes": _all_changes(writer, found)}
        time.sleep(delay_s)
    raise AssertionError("delays_s never ends")


def _says_no_change(reason: str) -> bool:
    return "didn't contain changes" in reason or "No updates are to be performed" in reason


def _all_changes(writer: Writer, first: Json) -> list[Json]:
    changes = list(first.get("Changes") or [])
    token = first.get("NextToken")
    while token:
        page = writer.call(
            "cloudformation",
            "DescribeChangeSet",
            ChangeSetName=first["ChangeSetId"],
            IncludePropertyValues=True,
            NextToken=token,
        )
        changes += page.get("Changes") or []
        token = page.get("NextToken")
    return changes


def delete_abandoned(writer: Writer, stack: str, *, before: datetime) -> None:
    """Delete the change sets of a stack that killed runs of pcicloud left behind: those made before a moment."""
    for summary in writer.pages("cloudformation", "ListChangeSets", "Summaries", StackName=stack):
        if summary["ChangeSetName"].startswith(PREFIX) and datetime.fromisoformat(summary["CreationTime"]) < before:
            _delete(writer, summary["ChangeSetId"])


def _delete(writer: Writer, id_: str) -> None:
    try:
        writer.call(
            "cloudformation",
            "DeleteChangeSet",
            ChangeSetName=id_,
            none_when=("ChangeSetNotFound", "ChangeSetNotFoundException"),
        )
    except AwsRefused as refused:
        # An executed change set goes by itself; the API then says that its state is wrong, not that it is gone.
        if refused.code not in ("InvalidChangeSetStatus", "InvalidChangeSetStatusException"):
            raise


def changes_of(writer: Writer, step: StackStep, described: Json) -> tuple[Change, ...]:
    """The changes of a described change set, with the requirements that each touches."""
    found = [
        change["ResourceChange"] for change in described["Changes"] if change.get("Type", "Resource") == "Resource"
    ]
    resources = step.template.resources
    if any(one["LogicalResourceId"] not in resources for one in found):
        # What a removed resource was for stands in the template that made it.
        resources = deployed_template(writer, step.stack_name).resources | resources
    return tuple(_change(step.name, resources.get(one["LogicalResourceId"], {}), one) for one in found)


def _change(stack: str, resource: Json, one: Json) -> Change:
    known = declared(resource)
    action = ACTIONS.get(one["Action"], "update")
    if one.get("Replacement") == "True":
        action = "replace"
    properties = _properties(one)
    if action == "update":
        requirements = ordered(id_ for change in properties for id_ in touched(known, change.path))
    else:
        requirements = everything(known)
    return Change(
        stack=stack,
        resource=one["LogicalResourceId"],
        type=one["ResourceType"],
        action=action,
        physical_id=one.get("PhysicalResourceId"),
        properties=properties,
        requirements=requirements,
    )


def _properties(one: Json) -> tuple[PropertyChange, ...]:
    by_path: dict[str, PropertyChange] = {}
    for detail in one.get("Details") or []:
        target = detail["Target"]
        change = _property(target)
        if change.path not in by_path or change.after_known:
            by_path[change.path] = change
    return tuple(by_path[path] for path in sorted(by_path))


def _property(target: Json) -> PropertyChange:
    path = _path(target)
    # A drift-aware change set compares with what is there, not with what was deployed.
    before = (target.get("Drift") or {}).get("ActualValue", target.get("BeforeValue"))
    after = target.get("AfterValue")
    later = (after is None and target.get("AttributeChangeType") in (None, "Modify")) or LATER in str(after)
    return PropertyChange(
        path=path,
        before=masked(path, before),
        after=KNOWN_AFTER_APPLY if later else masked(path, after),
        after_known=not later,
        requires_recreation=RECREATION.get(target.get("RequiresRecreation", ""), "never"),
    )


def _path(target: Json) -> str:
    if target["Attribute"] != "Properties":
        return str(target["Attribute"])
    path = str(target.get("Path") or target.get("Name") or "")
    return path.removeprefix("/Properties").strip("/").replace("/", ".")
