"""New passwords must be long."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.pam import module, passwords, setting


@check(evidence="host.pam", when_none=failed("no PAM stack is there"))
def password_length(body: Json, env: Environment, *, length_min: int) -> Outcome:
    """New passwords must be long.

    Why: short passwords fall to guessing and to offline cracking within hours.
    Fix: set minlen in /etc/security/pwquality.conf, no credit above 0, and pam_pwquality as requisite.
    Source: Linux-PAM, pam_pwquality(8), pwquality.conf(5).
    """
    rules = module(passwords(body), "pam_pwquality", "password")
    if not rules:
        return failed("pam_pwquality is not in the password stack, so any length is taken")
    if rules[0].control not in ("required", "requisite"):
        return failed(f"pam_pwquality is {rules[0].control}, so a bad password is taken all the same")
    length = setting(body, rules, "minlen", "pwquality") or 8
    credits_ = [setting(body, rules, name, "pwquality") or 0 for name in ("dcredit", "ucredit", "lcredit", "ocredit")]
    shortest = length - sum(credit for credit in credits_ if credit > 0)
    if shortest < length_min:
        return failed(f"{shortest} characters are enough, {length_min} are required")
    if setting(body, rules, "enforcing", "pwquality") == 0:
        return failed("enforcing is 0, so a short password is only warned of")
    return passed(f"at least {shortest} characters are required")
