"""Web filters block the common attacks, they don't only count them."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.wafv2_web_acls", when_none=not_applicable("there is no web filter"))
def wafv2_rule_groups(acl: Json, env: Environment, *, groups: list[str]) -> Outcome:
    """Web filters block the common attacks, they don't only count them.

    Why: a filter without rules, or with rules that count, detects at best and prevents nothing.
    Fix: add the managed rule groups to the web ACL, without overriding their actions to Count.
    Source: AWS WAF Developer Guide, AWS Managed Rules rule groups list.
    """
    blocking: set[str] = set()
    for rule in acl.get("Rules", ()):
        group = rule["Statement"].get("ManagedRuleGroupStatement")
        if group and "None" in rule.get("OverrideAction", {}):
            blocking.add(group["Name"])
    missing = [name for name in groups if name not in blocking]
    if missing:
        return failed(
            f"{missing[0]} is missing or only counts" + (f", and {len(missing) - 1} more" if missing[1:] else "")
        )
    return passed(f"{len(groups)} managed rule groups block attacks")
