"""Web filters block the common attacks, they don't only count them."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, Verdict, failed, not_applicable, passed, unknown
from pcicloud.reading.web_filter_rules import allows_before, not_blocked

BEST_FIRST = (Verdict.PASS, Verdict.UNKNOWN, Verdict.FAIL)


@check(evidence="aws.wafv2_web_acls", when_none=not_applicable("there is no web filter"))
def wafv2_rule_groups(acl: Json, env: Environment, *, groups: list[str]) -> Outcome:
    """Web filters block the common attacks, they don't only count them.

    A group fails where it, or one of its rules, is set to Count or Allow. Where it looks only at some requests, or an
    earlier rule lets some pass, it is unknown which attacks reach it.

    Why: a filter without rules, or with rules that count, detects at best and prevents nothing.
    Fix: add the managed rule groups to the web ACL before any rule that allows, without a scope-down statement, and
        without overriding the actions of the group or of its rules to Count or Allow.
    Source: AWS WAF Developer Guide, AWS Managed Rules rule groups list.
    """
    said = [_blocks(acl, name) for name in groups]
    worst = max(said, key=lambda outcome: BEST_FIRST.index(outcome.verdict))
    if worst.verdict is Verdict.PASS:
        return passed(f"{len(groups)} managed rule groups block attacks")
    more = sum(outcome.verdict is worst.verdict for outcome in said) - 1
    return Outcome(worst.verdict, worst.reason + (f", and {more} more" if more else ""))


def _blocks(acl: Json, name: str) -> Outcome:
    """The best that is said of the rules that use a group: it may stand more than once in a web filter."""
    uses = [_use_blocks(acl, rule, group) for rule in acl.get("Rules", ()) if (group := _group(rule, name))]
    none = failed(f"{name} is missing")
    return min(uses, key=lambda outcome: BEST_FIRST.index(outcome.verdict), default=none)


def _group(rule: Json, name: str) -> Json:
    group = rule["Statement"].get("ManagedRuleGroupStatement") or {}
    return group if (group.get("VendorName"), group.get("Name")) == ("AWS", name) else None


def _use_blocks(acl: Json, rule: Json, group: Json) -> Outcome:
    name, counted = group["Name"], not_blocked(group)
    if "None" not in rule.get("OverrideAction", {}):
        return failed(f"{name} only counts")
    if counted:
        return failed(f"{name} does not block by its rule {counted}")
    if "ScopeDownStatement" in group:
        return unknown(f"{name} looks only at some requests")
    if earlier := allows_before(acl, rule["Priority"]):
        return unknown(f"the rule {earlier} may let requests pass before {name} sees them")
    return passed(f"{name} blocks")
