"""Follows CloudFormation at work on a stack, event by event, until it is done."""

from __future__ import annotations

import time
from collections.abc import Iterator

from pcicloud.aws_writing import Writer
from pcicloud.model.outcome import Json
from pcicloud.model.plan import Progress
from pcicloud.provision.aws.stack import is_busy, moment
from pcicloud.provision.aws.waiting import delays_s
from pcicloud.provision.driver import Tell

STARTS = ("CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS")
# What CloudFormation says of resources that it stopped because another one failed.
FOLLOWED = ("Resource creation cancelled", "Resource update cancelled", "The following resource(s) failed")


def newest_event(writer: Writer, stack: str) -> str | None:
    """The id of the newest event of a stack (name or id), None where there is none."""
    return next((event["EventId"] for event in _events(writer, stack)), None)


def follow(writer: Writer, stack_id: str, *, name: str, since: str | None, total: int, tell: Tell) -> Json:
    """Wait until CloudFormation has finished with the stack; returns it as it is then.

    Every event after the event `since` is told once. `total` is the number of resources that are expected to finish.
    `stack_id` must be the id, not the name: a deleted stack answers to its id only.
    """
    finished: set[str] = set()
    is_forward = True
    delays = delays_s()
    while True:
        # The state is asked before the events, so that the events of the end are never missed.
        stack = writer.call("cloudformation", "DescribeStacks", StackName=stack_id)["Stacks"][0]
        news = _news(writer, stack_id, since)
        for event in news:
            since = event["EventId"]
            if is_forward and _is_finished(event, stack_id):
                finished.add(event["LogicalResourceId"])
            if "ROLLBACK" in event["ResourceStatus"]:
                # From here on AWS takes back what it did: nothing of it stays done.
                finished.clear()
                is_forward = False
            tell(_progress(event, name, stack_id, done=min(len(finished), total), total=total))
        if not is_busy(stack):
            return stack
        if news:
            delays = delays_s()
        time.sleep(next(delays))


def _is_finished(event: Json, stack_id: str) -> bool:
    return str(event["ResourceStatus"]).endswith("_COMPLETE") and event.get("PhysicalResourceId") != stack_id


def failure_of(writer: Writer, stack: Json) -> str:
    """Why the last operation of a described stack failed: the resource that failed first, and what AWS said of it."""
    cause = _root_cause(writer, stack["StackId"])
    if cause is None:
        return str(
            stack.get("StackStatusReason") or f"it is {stack['StackStatus']}, and CloudFormation gives no reason"
        )
    said = cause.get("ResourceStatusReason") or "CloudFormation gives no reason"
    return f"{cause['LogicalResourceId']} ({cause['ResourceType']}): {said.rstrip('.')}"


def _root_cause(writer: Writer, stack_id: str) -> Json | None:
    """The event that made the last operation of a stack fail: the first failure that no other failure caused."""
    failed: list[Json] = []
    for event in _events(writer, stack_id):
        if event["ResourceStatus"].endswith("_FAILED"):
            failed.append(event)
        if event.get("PhysicalResourceId") == stack_id and event["ResourceStatus"] in STARTS:
            break
    own = [event for event in failed if not event.get("ResourceStatusReason", "").startswith(FOLLOWED)]
    return (own or failed)[-1] if failed else None


def _news(writer: Writer, stack_id: str, since: str | None) -> list[Json]:
    """The events after the event `since`, oldest first."""
    news: list[Json] = []
    for event in _events(writer, stack_id):
        if event["EventId"] == since:
            break
        news.append(event)
    return news[::-1]


def _events(writer: Writer, stack: str) -> Iterator[Json]:
    """The events of a stack, newest first."""
    return writer.pages("cloudformation", "DescribeStackEvents", "StackEvents", StackName=stack)


def _progress(event: Json, name: str, stack_id: str, *, done: int, total: int) -> Progress:
    whole = event.get("PhysicalResourceId") == stack_id
    return Progress(
        at=moment(event["Timestamp"]),
        stack=name,
        resource="" if whole else event["LogicalResourceId"],
        type="" if whole else event["ResourceType"],
        status=event["ResourceStatus"],
        reason=event.get("ResourceStatusReason", ""),
        done=done,
        total=total,
    )
