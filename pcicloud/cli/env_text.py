"""Plans, drift and the like as a person reads them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from pcicloud.cli.say import safe
from pcicloud.model.plan import (
    KNOWN_AFTER_APPLY,
    SETTINGS,
    Applied,
    Change,
    Destroyed,
    Destruction,
    Drift,
    Plan,
    Status,
)

SIGNS = {"create": "+", "update": "~", "replace": "!", "delete": "-", "none": " "}
WIDTH = 72


def plan(found: Plan, *, brief: bool) -> str:
    """The plan: stacks, resources and properties with their old and new values; `brief`: a line a stack."""
    lines = [f"{found.environment} in {found.where}", *([""] if brief else [])]
    notes = {stack.name: stack.note for stack in found.stacks if stack.note}
    for stack, changes in groupby(found.changes, key=lambda change: change.stack):
        note = f"  ({notes[stack]})" if stack in notes else ""
        if brief:
            lines.append(f"  {stack:20} {_counted(changes)}{note}")
            continue
        lines += ["", stack + note]
        for change in changes:
            lines += _change(change)
    unchanged = sum(stack.unchanged for stack in found.stacks)
    lines += ["", f"Plan: {_counted(found.changes) or 'no changes'}; {unchanged} resources unchanged."]
    return safe("\n".join(lines))


def applied(found: Applied, planned: Plan) -> str:
    """What each step changed, and where that is not what was planned: a new network brings a new default group, say."""
    counts = Counter(change.resource if change.stack == SETTINGS else change.stack for change in planned.changes)
    lines = [
        f"  {step.name:28} {step.action:9} {step.changed:4} changed{_unplanned(step.changed, counts[step.name])}"
        for step in found.steps
    ]
    total = f"{found.changed} changes in {found.environment}{_unplanned(found.changed, len(planned.changes))}"
    return safe("\n".join([*lines, f"Applied: {total}."]))


def _unplanned(changed: int, planned: int) -> str:
    return f" ({planned} in the plan)" if changed != planned else ""


def status(found: Status) -> str:
    lines = [f"{found.environment} in {found.where}", ""]
    for stack in found.stacks:
        resources = f"{sum(stack.resources.values()):4} resources  " if found.has_stacks else ""
        lines.append(f"  {stack.name:16} {stack.state:24} {resources}{stack.reason}".rstrip())
    lines.append("")
    lines += [
        f"  {setting.name:34} {setting.state.replace('_', ' '):12} {setting.reason}".rstrip()
        for setting in found.settings
    ]
    return safe("\n".join(lines))


def drift(found: Drift) -> str:
    """Each drifted property with expected, seen and the requirements that it touches; then what nobody could check."""
    lines: list[str] = []
    for item in found.items:
        touched = f"touches {', '.join(item.requirements)}" if item.requirements else "touches no requirement"
        lines.append(f"{item.stack}/{item.resource} ({item.type}, {item.physical_id})")
        if item.kind == "deleted":
            lines.append(f"  it is gone; {touched}")
            continue
        lines += [
            f"  {item.property}: {touched}",
            f"    expected {_short(item.expected)}",
            f"    seen     {_short(item.seen)}",
        ]
        if item.note:
            lines.append(f"    {item.note}")
    if found.not_checked:
        lines += ["", "Not checked:"]
        lines += [f"  {one.stack}/{one.resource} ({one.type}): {one.reason}" for one in found.not_checked]
    differences = f" ({len(found.items)} differences)" if len(found.items) != found.drifted else ""
    counts = f"{found.drifted}{differences}; in sync: {found.in_sync}; not checked: {len(found.not_checked)}"
    lines += ["", f"Drifted: {counts}."]
    return safe("\n".join(lines).lstrip("\n"))


def destruction(found: Destruction) -> str:
    lines = [f"Destroy {found.environment} in {found.where}:"]
    if found.has_stacks:
        lines += [f"  - stack {stack.stack_name} with {stack.resources} resources" for stack in found.stacks]
    else:
        lines += [f"  - {stack.stack_name}" for stack in found.stacks]
    lines += [f"  - setting {setting} goes back to AWS's default" for setting in found.settings]
    lines += [f"  - {one.physical_id} is emptied: {one.what}" for one in found.emptied]
    lines += [f"  - {one.physical_id} loses its protection: {one.what}" for one in found.unprotected]
    lines += [f"  = {one.physical_id} stays: {one.what}" for one in found.kept]
    return safe("\n".join(lines))


def destroyed(found: Destroyed) -> str:
    lines = [f"Deleted: {', '.join(found.stacks) or 'nothing'}."]
    if found.has_stacks:
        lines = [f"Deleted {len(found.stacks)} stacks; {len(found.settings)} settings are back at AWS's defaults."]
    lines += [f"  remains: {one.what}: {one.reason}" for one in found.remains] or ["Nothing is left."]
    return safe("\n".join(lines))


def _counted(changes: Iterable[Change]) -> str:
    counts = Counter[str](change.action for change in changes)
    return ", ".join(f"{counts[action]} to {action}" for action in SIGNS if counts[action])


def _change(change: Change) -> list[str]:
    lines = [f"  {SIGNS[change.action]} {change.resource}  {change.type}"]
    for item in change.properties:
        after = _short(item.after) if item.after_known else KNOWN_AFTER_APPLY
        arrow = after if item.before is None else f"{_short(item.before)} -> {after}"
        anew = "" if item.requires_recreation == "never" else "  (makes it anew)"
        lines.append(f"      {item.path} = {arrow}{anew if change.action != 'create' else ''}")
    return lines


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 1]}…"
