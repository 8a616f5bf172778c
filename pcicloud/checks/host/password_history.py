"""The last passwords must not be used again."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed, unknown
from pcicloud.reading.pam import Rule, passwords, setting
from pcicloud.reading.pam_runs import way_past


@check(evidence="host.pam", when_none=failed("no PAM stack is there"))
def password_history(body: Json, env: Environment, *, count_min: int) -> Outcome:
    """The last passwords must not be used again.

    Why: who goes back to an old password undoes the change.
    Fix: put pam_pwhistory with `remember` and `enforce_for_root` before pam_unix in the password stack.
    Source: Linux-PAM, pam_pwhistory(8), pwhistory.conf(5), pam_unix(8), pam.conf(5).
    """
    stack = passwords(body)
    rules = tuple(rule for rule in stack if _remembers(rule))
    if not rules:
        return failed("nothing remembers old passwords (no pam_pwhistory in the password stack)")
    guards = tuple(rule for rule in rules if _count(body, rule) >= count_min)
    if not guards and any(rule.argument("conf") is not None for rule in rules):
        return unknown("pam_pwhistory reads its settings from a file (conf=) that was not looked at")
    if not guards:
        return failed(f"{_count(body, rules[0])} old passwords are remembered, {count_min} are required")
    way = way_past(stack, guards, ("authtok_err", "maxtries"))
    if way:
        return failed(f"an old password is taken all the same: {way}")
    return passed(f"{_count(body, guards[0])} old passwords are remembered")


def _remembers(rule: Rule) -> bool:
    return rule.name == "pam_pwhistory" or (rule.name == "pam_unix" and rule.argument("remember") is not None)


def _count(body: Json, rule: Rule) -> int:
    """How many old passwords the rule keeps: 10 where pam_pwhistory is not told; its own file is not known here."""
    if rule.name == "pam_unix" or rule.argument("conf") is not None:
        return setting({"settings": []}, (rule,), "remember", "pwhistory") or 0
    told = setting(body, (rule,), "remember", "pwhistory")
    return 10 if told is None else told
