"""New passwords must hold letters and digits."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.pam import module, passwords, setting


@check(evidence="host.pam", when_none=failed("no PAM stack is there"))
def password_mix(body: Json, env: Environment) -> Outcome:
    """New passwords must hold letters and digits.

    Why: words alone are in every attacker's list.
    Fix: set dcredit = -1 and lcredit = -1 (or ucredit = -1) in /etc/security/pwquality.conf.
    Source: Linux-PAM, pam_pwquality(8), pwquality.conf(5).
    """
    rules = module(passwords(body), "pam_pwquality", "password")
    if not rules:
        return failed("pam_pwquality is not in the password stack, so any mix is taken")
    needs = {name: (setting(body, rules, name, "pwquality") or 0) < 0 for name in ("dcredit", "lcredit", "ucredit")}
    if (setting(body, rules, "minclass", "pwquality") or 0) >= 4:
        return passed("all four classes of characters are required")
    if not needs["dcredit"]:
        return failed("no digit is required (dcredit is not negative)")
    if not (needs["lcredit"] or needs["ucredit"]):
        return failed("no letter is required (neither lcredit nor ucredit is negative)")
    return passed("letters and digits are required")
