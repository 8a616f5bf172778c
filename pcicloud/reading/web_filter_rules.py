"""Reads the rules of a web filter (web ACL) in the order in which a request meets them.

Source: AWS WAF Developer Guide, "Setting rule priority" and "Overriding rule group actions".
"""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.model.outcome import Json


def allows_before(acl: Json, priority: int) -> str | None:
    """The name of a rule that may let requests pass before they meet the rules of this priority, if there is one.

    A rule group of one's own may hold such a rule, unless what it does is overridden to Count.
    """
    earlier = (rule for rule in acl.get("Rules", ()) if rule["Priority"] < priority and _may_allow(rule))
    return next((str(rule["Name"]) for rule in earlier), None)


def not_blocked(group: Json) -> str | None:
    """The name of a rule of a managed group that was set to Count or Allow, if there is one."""
    return next(_overridden(group, {"Allow", "Count"}), None)


def _may_allow(rule: Json) -> bool:
    statement = rule["Statement"]
    own_group = "RuleGroupReferenceStatement" in statement and "Count" not in rule.get("OverrideAction", {})
    managed = statement.get("ManagedRuleGroupStatement") or {}
    return "Allow" in rule.get("Action", {}) or own_group or any(_overridden(managed, {"Allow"}))


def _overridden(group: Json, actions: set[str]) -> Iterator[str]:
    for override in group.get("RuleActionOverrides", ()):
        if actions & set(override["ActionToUse"]):
            yield override["Name"]
    # The older way to say Count.
    for excluded in group.get("ExcludedRules", ()) if "Count" in actions else ():
        yield excluded["Name"]
