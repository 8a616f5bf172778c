"""Findings of the named source must reach somebody by themselves."""

from __future__ import annotations

import json

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(evidence="aws.event_rules", when_none=failed("no rule passes any finding on"), whole=True)
def alert_on_findings(rules: tuple[Json, ...], env: Environment, *, source: str, detail_type: str) -> Outcome:
    """Findings of the named source must reach somebody by themselves.

    Why: a finding that waits in a console is not an alert.
    Fix: make an EventBridge rule for the source and detail-type, with the alert topic as target.
    Source: Amazon EventBridge User Guide, "Amazon EventBridge event patterns".
    """
    waiting = [body for body in rules if _waits_for(body["Rule"], source, detail_type)]
    telling = [body["Rule"]["Name"] for body in waiting if body["TopicArns"] or body["Targets"]]
    if telling:
        return passed(f"the rule {telling[0]} passes on {detail_type}")
    if waiting:
        return failed(f"the rule {waiting[0]['Rule']['Name']} waits for {detail_type}, but has no target")
    return failed(f"no enabled rule waits for {detail_type} of {source}")


def _waits_for(rule: Json, source: str, detail_type: str) -> bool:
    pattern = json.loads(rule["EventPattern"])
    wanted = (("source", source), ("detail-type", detail_type))
    named = [key for key, _ in wanted if key in pattern]
    return (
        rule["State"].startswith("ENABLED")
        and bool(named)
        and all(any(_accepts(item, value) for item in pattern[key]) for key, value in wanted if key in pattern)
    )


def _accepts(item: Json, value: str) -> bool:
    if isinstance(item, dict):
        return "prefix" in item and value.startswith(str(item["prefix"]))
    return bool(item == value)
