"""New passwords must be long."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.pam import Rule, module, passwords, setting
from pcicloud.reading.pam_runs import way_past


@check(evidence="host.pam", when_none=failed("no PAM stack is there"))
def password_length(body: Json, env: Environment, *, length_min: int) -> Outcome:
    """New passwords must be long.

    Why: short passwords fall to guessing and to offline cracking within hours.
    Fix: set minlen in /etc/security/pwquality.conf, no credit above 0, and pam_pwquality as requisite.
    Source: Linux-PAM, pam_pwquality(8), pwquality.conf(5), pam.conf(5).
    """
    stack = passwords(body)
    rules = module(stack, "pam_pwquality", "password")
    if not rules:
        return failed("pam_pwquality is not in the password stack, so any length is taken")
    guards = tuple(rule for rule in rules if not _wrong(body, rule, length_min))
    if not guards:
        return failed(_wrong(body, rules[0], length_min))
    way = way_past(stack, guards, ("authtok_err", "maxtries"))
    if way:
        return failed(f"a short password is taken all the same: {way}")
    return passed(f"at least {_shortest(body, guards[0])} characters are required")


def _wrong(body: Json, rule: Rule, length_min: int) -> str:
    if setting(body, (rule,), "enforcing", "pwquality") == 0:
        return "enforcing is 0, so a short password is only warned of"
    shortest = _shortest(body, rule)
    return f"{shortest} characters are enough, {length_min} are required" if shortest < length_min else ""


def _shortest(body: Json, rule: Rule) -> int:
    """The length that is enough with the best mix: each credit above 0 stands for so many characters."""
    names = ("dcredit", "ucredit", "lcredit", "ocredit")
    credits_ = [setting(body, (rule,), name, "pwquality") or 0 for name in names]
    return (setting(body, (rule,), "minlen", "pwquality") or 8) - sum(credit for credit in credits_ if credit > 0)
