"""New passwords must hold letters and digits."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.pam import Rule, module, passwords, setting
from pcicloud.reading.pam_runs import way_past


@check(evidence="host.pam", when_none=failed("no PAM stack is there"))
def password_mix(body: Json, env: Environment) -> Outcome:
    """New passwords must hold letters and digits.

    Why: words alone are in every attacker's list.
    Fix: set dcredit = -1 and lcredit = -1 (or ucredit = -1) in /etc/security/pwquality.conf, and pam_pwquality as
      requisite.
    Source: Linux-PAM, pam_pwquality(8), pwquality.conf(5), pam.conf(5).
    """
    stack = passwords(body)
    rules = module(stack, "pam_pwquality", "password")
    if not rules:
        return failed("pam_pwquality is not in the password stack, so any mix is taken")
    guards = tuple(rule for rule in rules if not _wrong(body, rule))
    if not guards:
        return failed(_wrong(body, rules[0]))
    way = way_past(stack, guards, ("authtok_err", "maxtries"))
    if way:
        return failed(f"a password without a mix is taken all the same: {way}")
    return passed("letters and digits are required")


def _wrong(body: Json, rule: Rule) -> str:
    if setting(body, (rule,), "enforcing", "pwquality") == 0:
        return "enforcing is 0, so a password without a mix is only warned of"
    if (setting(body, (rule,), "minclass", "pwquality") or 0) >= 4:
        return ""
    digit, lower, upper = (
        (setting(body, (rule,), name, "pwquality") or 0) < 0 for name in ("dcredit", "lcredit", "ucredit")
    )
    if not digit:
        return "no digit is required (dcredit is not negative)"
    return "" if lower or upper else "no letter is required (neither lcredit nor ucredit is negative)"
