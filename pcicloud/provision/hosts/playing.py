"""Plays the playbooks over a fleet, and reads from the tasks' names which requirements each of them serves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec

from pcicloud.ansible import Difference, Reach, TaskEnd, play
from pcicloud.model.fleet import Fleet
from pcicloud.model.plan import Change, DriftItem, NotChecked, Progress, PropertyChange
from pcicloud.provision.driver import Tell
from pcicloud.provision.hosts.inventory import inventory
from pcicloud.resources import folder

SITE = "site.yml"
TASK = re.compile(r"(?P<what>.*?)\s*(?:\[(?P<requirements>[A-Z0-9., ]+)\])?")
TEXT_MAX = 4000


class Played(msgspec.Struct, frozen=True, kw_only=True):
    """All ends of a play."""

    ends: tuple[TaskEnd, ...]

    @property
    def changed(self) -> tuple[TaskEnd, ...]:
        """What was, or would be, changed."""
        return tuple(end for end in self.ends if end.end == "changed")

    @property
    def broken(self) -> tuple[TaskEnd, ...]:
        """What failed, and who could not be reached."""
        return tuple(end for end in self.ends if end.end in ("failed", "unreachable"))

    def of(self, host: str) -> tuple[TaskEnd, ...]:
        """What happened on one host."""
        return tuple(end for end in self.ends if end.host == host)


def played(fleet: Fleet, reach: Reach, *, check: bool, tell: Tell, limit: Iterable[str] = ()) -> Played:
    """The site played over the fleet, or a part of it. `check`: nothing is changed."""
    count = 0

    def hear(end: TaskEnd) -> None:
        nonlocal count
        count += 1
        what, _ = meaning(end)
        at = datetime.now(UTC)
        tell(
            Progress(
                at=at,
                stack=end.host,
                resource=what,
                type=end.module,
                status=end.end.upper(),
                reason=end.message,
                done=count,
                total=count,
            )
        )

    ends = play(folder("playbooks"), SITE, inventory(fleet), reach=reach, hear=hear, check=check, limit=tuple(limit))
    return Played(ends=ends)


def meaning(end: TaskEnd) -> tuple[str, tuple[str, ...]]:
    """A task's name without its mark, and the requirements in it: `Lock accounts [8.3.4]`.

    The labels of a loop's items may carry marks, too: then what was changed is named with its own requirements.
    """
    what, served = _marked(end.task)
    items = [(name, marks) for name, marks in map(_marked, end.items) if marks]
    named = f"{what}: {'; '.join(name for name, _ in items)}" if items else what
    return named, tuple(dict.fromkeys((*served, *(one for _, marks in items for one in marks))))


def _marked(text: str) -> tuple[str, tuple[str, ...]]:
    match = TASK.fullmatch(text)
    if match is None:
        return text, ()
    return match["what"], tuple(one.strip() for one in (match["requirements"] or "").split(",") if one.strip())


def as_change(end: TaskEnd) -> Change:
    """A change of a plan."""
    what, requirements = meaning(end)
    properties = tuple(
        PropertyChange(path=_place(one, what), before=_cut(one.before), after=_cut(one.after))
        for one in end.differences
    )
    return Change(
        stack=end.host,
        resource=what,
        type=end.module,
        action="update",
        properties=properties,
        requirements=requirements,
    )


def as_drift(end: TaskEnd) -> DriftItem:
    """What a task would put back."""
    what, requirements = meaning(end)
    first = end.differences[0] if end.differences else Difference(what="", before="", after="")
    return DriftItem(
        stack=end.host,
        resource=what,
        physical_id=end.host,
        type=end.module,
        kind="modified",
        property=_place(first, what),
        expected=_changed_lines(first.after, first.before),
        seen=_changed_lines(first.before, first.after),
        requirements=requirements,
    )


def as_not_checked(end: TaskEnd) -> NotChecked:
    """A task of which nobody knows whether it would change anything."""
    what, requirements = meaning(end)
    reason = end.message or end.end
    return NotChecked(
        stack=end.host, resource=what, physical_id=end.host, type=end.module, reason=reason, requirements=requirements
    )


def _place(one: Difference, task: str) -> str:
    return one.what.removesuffix(" (content)") or task


def _cut(text: str) -> str:
    return text if len(text) <= TEXT_MAX else f"{text[:TEXT_MAX]}…"


def _changed_lines(text: str, other: str) -> str:
    """Only the lines that the other text does not have."""
    others = set(other.splitlines())
    return _cut("\n".join(line for line in text.splitlines() if line not in others))
