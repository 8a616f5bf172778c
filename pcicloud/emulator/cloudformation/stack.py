"""A stack, its resources, its events and its change sets: what the front remembers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from pcicloud.emulator.aws_clients import AwsClients
from pcicloud.emulator.cloudformation.provider import Aws
from pcicloud.emulator.cloudformation.template import validation_error

Json = Any


@dataclass(frozen=True, kw_only=True)
class Target:
    """What a stack shall become: template, parameter texts (by name), tags, capabilities."""

    body: str
    template: Mapping[str, Json]
    parameters: Mapping[str, str]
    tags: tuple[Mapping[str, str], ...] = ()
    capabilities: tuple[str, ...] = ()


@dataclass(kw_only=True)
class Resource:
    """One resource of a stack.

    `properties` are those asked for, with dynamic references unresolved; `attributes` were read, None when not yet.
    """

    logical_id: str
    type_name: str
    physical_id: str = ""
    status: str = "CREATE_IN_PROGRESS"
    reason: str = ""
    properties: Json = field(default_factory=dict)
    attributes: Json | None = None
    changed_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    drift_status: str = "NOT_CHECKED"
    drift: Json | None = None


@dataclass(kw_only=True)
class ChangeSet:
    """A plan for a stack, and whether it can be executed."""

    name: str
    id: str
    kind: str
    target: Target
    status: str
    reason: str
    execution_status: str
    changes: list[Json]
    description: str
    created_at: datetime
    on_failure: str | None = None
    is_drift_reverted: bool = False


@dataclass(kw_only=True)
class Stack:
    """One stack of one account and region."""

    name: str
    id: str
    account_id: str
    region: str
    target: Target
    status: str
    reason: str = ""
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    updated_at: datetime | None = None
    deleted_at: datetime | None = None
    resources: dict[str, Resource] = field(default_factory=dict)
    events: list[Json] = field(default_factory=list)
    outputs: list[Json] = field(default_factory=list)
    change_sets: dict[str, ChangeSet] = field(default_factory=dict)
    change_set_id: str | None = None
    is_protected: bool = False
    is_rollback_disabled: bool = False
    is_cancelled: bool = False
    policy: str | None = None
    role_arn: str | None = None
    notification_arns: list[str] = field(default_factory=list)
    token: str | None = None
    drift_status: str = "NOT_CHECKED"
    drift_checked_at: datetime | None = None
    drift_detections: dict[str, Json] = field(default_factory=dict)

    def move(self, status: str, reason: str = "") -> None:
        """Give the stack a status and say so in an event."""
        self.status, self.reason = status, reason
        self.tell(self.name, "AWS::CloudFormation::Stack", self.id, status, reason)

    def mark(self, resource: Resource, status: str, reason: str = "") -> None:
        """Give a resource a status and say so in an event."""
        resource.status, resource.reason, resource.changed_at = status, reason, datetime.now(UTC)
        self.tell(resource.logical_id, resource.type_name, resource.physical_id, status, reason)

    def tell(self, logical_id: str, type_name: str, physical_id: str, status: str, reason: str = "") -> None:
        """Add an event; the newest is the first."""
        event = {
            "StackId": self.id,
            "StackName": self.name,
            "EventId": f"{logical_id}-{uuid4()}",
            "LogicalResourceId": logical_id,
            "PhysicalResourceId": physical_id,
            "ResourceType": type_name,
            "Timestamp": datetime.now(UTC),
            "ResourceStatus": status,
        }
        optional = {"ResourceStatusReason": reason, "ClientRequestToken": self.token}
        self.events.insert(0, event | {name: value for name, value in optional.items() if value})

    @property
    def is_busy(self) -> bool:
        """Whether an operation is under way."""
        return self.status.endswith("_IN_PROGRESS") and self.status != "REVIEW_IN_PROGRESS"


@dataclass(frozen=True, kw_only=True)
class Site:
    """Where stacks live: the account's and region's stacks, and the clients of the one who asks."""

    stacks: dict[str, Stack]
    clients: AwsClients
    account_id: str
    region: str
    access_key_id: str

    def aws(self, stack: Stack, logical_id: str) -> Aws:
        """Return what a provider works with for one resource."""
        return Aws(
            clients=self.clients,
            account_id=self.account_id,
            region=self.region,
            access_key_id=self.access_key_id,
            stack_name=stack.name,
            logical_id=logical_id,
            claimed=self._claimed(),
        )

    def _claimed(self) -> frozenset[str]:
        stacks = list(self.stacks.values())
        return frozenset(resource.physical_id for stack in stacks for resource in list(stack.resources.values()))

    def find(self, name: str) -> Stack | None:
        """Return the stack of this name (a living one) or id (a deleted one too), or None."""
        for stack in reversed(list(self.stacks.values())):
            if stack.id == name or (stack.name == name and stack.status != "DELETE_COMPLETE"):
                return stack
        return None

    def get(self, name: str) -> Stack:
        """Return the stack, as `find`. Raises ServiceError (ValidationError) if there is none."""
        stack = self.find(name)
        if stack is None:
            raise validation_error(f"Stack with id {name} does not exist")
        return stack

    def exports(self) -> dict[str, tuple[Stack, str]]:
        """Return every export of the living stacks: name -> (stack, value)."""
        living = [stack for stack in list(self.stacks.values()) if stack.status != "DELETE_COMPLETE"]
        return {
            output["ExportName"]: (stack, output["OutputValue"])
            for stack in living
            for output in stack.outputs
            if "ExportName" in output
        }
