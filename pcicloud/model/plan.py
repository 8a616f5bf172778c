"""What `pcicloud env` says of an environment: plan, progress, what was applied, status, drift and destruction."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from pcicloud.model.outcome import Json

Action = Literal["create", "update", "replace", "delete", "none"]
StackAction = Literal["create", "recreate", "update", "none"]
Recreation = Literal["never", "conditionally", "always"]
SETTINGS = "account_settings"
KNOWN_AFTER_APPLY = "(known after apply)"
MASK = "****"
PLACES = {
    "lab": "the lab on this machine",
    "libvirt": "virtual machines of libvirt",
    "ssh": "servers over SSH",
}


class Somewhere(msgspec.Struct, frozen=True, kw_only=True):
    """Which environment a document is about, which driver built it, and where; `account` and `region` are AWS's."""

    environment: str
    driver: str = "cloudformation"
    account: str = ""
    region: str = ""

    @property
    def where(self) -> str:
        """The place in words."""
        return f"account {self.account}, {self.region}" if self.account else PLACES.get(self.driver, self.driver)

    @property
    def has_stacks(self) -> bool:
        """Whether what stands there are stacks of resources; else they are servers."""
        return self.driver == "cloudformation"


class PropertyChange(msgspec.Struct, frozen=True, kw_only=True):
    """One property: its dotted path, and its values. Secrets are masked.

    `after_known` is False where AWS decides the value, or a part of it, during the apply.
    """

    path: str
    before: Json = None
    after: Json = None
    after_known: bool = True
    requires_recreation: Recreation = "never"


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What happens to one resource of a stack, or to one account setting (`stack` is then `account_settings`)."""

    stack: str
    resource: str
    type: str
    action: Action
    physical_id: str | None = None
    properties: tuple[PropertyChange, ...] = ()
    requirements: tuple[str, ...] = ()


class PlannedStack(msgspec.Struct, frozen=True, kw_only=True):
    """One stack, in the order of the apply. `note` says what a person must know (a broken stack is made anew, ...)."""

    name: str
    stack_name: str
    action: StackAction
    unchanged: int
    note: str = ""


class Plan(Somewhere, frozen=True, kw_only=True):
    """What an apply would change now. `changes` holds changes only; unchanged resources are counted."""

    schema: str = "pcicloud.plan/1"
    mend_drift: bool = False
    stacks: tuple[PlannedStack, ...]
    changes: tuple[Change, ...]

    @property
    def has_changes(self) -> bool:
        """Whether an apply would change anything, stack outputs included."""
        return bool(self.changes) or any(stack.action != "none" for stack in self.stacks)


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened during a long operation; `done` of `total` resources of this stack are finished."""

    at: datetime
    stack: str
    resource: str
    type: str
    status: str
    reason: str
    done: int
    total: int


class AppliedStep(msgspec.Struct, frozen=True, kw_only=True):
    """A stack or an account setting after the apply; `changed` counts resources or settings, as the plan does."""

    name: str
    kind: Literal["stack", "setting"]
    action: StackAction
    changed: int


class Applied(Somewhere, frozen=True, kw_only=True):
    """The result of an apply that went through."""

    schema: str = "pcicloud.applied/1"
    steps: tuple[AppliedStep, ...]

    @property
    def changed(self) -> int:
        """How many resources and settings were changed in all."""
        return sum(step.changed for step in self.steps)


class StackStatus(msgspec.Struct, frozen=True, kw_only=True):
    """A stack as it is. `state` is CloudFormation's word, `NOT_DEPLOYED` where there is no stack."""

    name: str
    stack_name: str
    state: str
    reason: str = ""
    resources: dict[str, int] = {}
    changed_at: datetime | None = None
    outputs: dict[str, str] = {}
    drift: str = "NOT_CHECKED"
    drift_checked_at: datetime | None = None


class SettingStatus(msgspec.Struct, frozen=True, kw_only=True):
    """An account setting: whether it is as the environment wants it, else what differs."""

    name: str
    state: Literal["as_wanted", "differs", "not_known"]
    reason: str = ""


class Status(Somewhere, frozen=True, kw_only=True):
    """The environment at a glance."""

    schema: str = "pcicloud.status/1"
    stacks: tuple[StackStatus, ...]
    settings: tuple[SettingStatus, ...]


class DriftItem(msgspec.Struct, frozen=True, kw_only=True):
    """One property that is not as it was deployed, or one resource that is gone (`property` is then `.`).

    `note` is not empty where `apply --mend-drift` can't mend it, and says how to.
    """

    stack: str
    resource: str
    physical_id: str
    type: str
    kind: Literal["modified", "deleted"]
    property: str
    expected: Json
    seen: Json
    requirements: tuple[str, ...]
    note: str = ""


class NotChecked(msgspec.Struct, frozen=True, kw_only=True):
    """A resource of which nobody knows whether it drifted, and why."""

    stack: str
    resource: str
    physical_id: str
    type: str
    reason: str
    requirements: tuple[str, ...]


class Drift(Somewhere, frozen=True, kw_only=True):
    """The difference between what was deployed and what is there. `in_sync` counts resources and settings."""

    schema: str = "pcicloud.drift/1"
    in_sync: int
    items: tuple[DriftItem, ...]
    not_checked: tuple[NotChecked, ...]

    @property
    def drifted(self) -> int:
        """How many resources and settings the items are about; none of them is counted as in sync."""
        return len({(item.stack, item.resource, item.physical_id) for item in self.items})


class DoomedResource(msgspec.Struct, frozen=True, kw_only=True):
    """A resource that needs a word before its stack is deleted, and the word."""

    stack: str
    resource: str
    type: str
    physical_id: str
    what: str


class DoomedStack(msgspec.Struct, frozen=True, kw_only=True):
    """A stack that destroy deletes, with the number of its resources."""

    name: str
    stack_name: str
    resources: int


class Destruction(Somewhere, frozen=True, kw_only=True):
    """What destroy would do, in its order: settings and stacks go in reverse.

    `emptied` are buckets with what they hold, `unprotected` resources whose deletion protection is lifted, `kept` what
    the templates keep on purpose or nobody can delete yet.
    """

    schema: str = "pcicloud.destruction/1"
    stacks: tuple[DoomedStack, ...]
    settings: tuple[str, ...]
    emptied: tuple[DoomedResource, ...]
    unprotected: tuple[DoomedResource, ...]
    kept: tuple[DoomedResource, ...]


class Remaining(msgspec.Struct, frozen=True, kw_only=True):
    """A thing that is still there after destroy, and why.

    `kind`: `pending`, AWS deletes it by itself on a day; `kept`, the template keeps it on purpose; `stuck`, it should
    have gone and did not.
    """

    what: str
    reason: str
    kind: Literal["pending", "kept", "stuck"] = "stuck"


class Destroyed(Somewhere, frozen=True, kw_only=True):
    """What destroy did; `remains` is empty where nothing at all is left."""

    schema: str = "pcicloud.destroyed/1"
    stacks: tuple[str, ...]
    settings: tuple[str, ...]
    remains: tuple[Remaining, ...]

    @property
    def stuck(self) -> tuple[Remaining, ...]:
        """What should have gone and did not: destroy failed where there is any."""
        return tuple(one for one in self.remains if one.kind == "stuck")
