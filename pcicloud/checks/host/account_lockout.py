"""An account must be locked after some failed logins, and for long enough."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.pam import Rule, logins, module, setting


@check(evidence="host.pam", when_none=failed("no PAM stack is there"))
def account_lockout(body: Json, env: Environment, *, attempts_max: int, seconds_min: int) -> Outcome:
    """An account must be locked after some failed logins, and for long enough.

    Why: it makes guessing too slow to be worth it.
    Fix: put pam_faillock (preauth, authfail) into the auth stack; set deny and unlock_time in
      /etc/security/faillock.conf.
    Source: Linux-PAM, pam_faillock(8), faillock.conf(5).
    """
    stacks = logins(body)
    if not stacks:
        return failed("no stack for SSH or console logins is there")
    for service, rules in stacks.items():
        found = module(rules, "pam_faillock", "auth")
        missing = [word for word in ("preauth", "authfail") if not any(r.argument(word) is not None for r in found)]
        if missing:
            return failed(
                f"the stack of {service} has no pam_faillock {' and no '.join(missing)}, so nothing is locked"
            )
        wrong = _wrong(body, found, attempts_max, seconds_min)
        if wrong:
            return failed(wrong)
    return passed(f"accounts are locked after at most {attempts_max} failures for {seconds_min} seconds or more")


def _wrong(body: Json, rules: tuple[Rule, ...], attempts_max: int, seconds_min: int) -> str:
    deny = setting(body, rules, "deny", "faillock")
    unlock_s = setting(body, rules, "unlock_time", "faillock")
    deny = 3 if deny is None else deny
    unlock_s = 600 if unlock_s is None else unlock_s
    if not 0 < deny <= attempts_max:
        return f"an account is locked after {deny} failures (0 is never), at most {attempts_max} are allowed"
    if 0 < unlock_s < seconds_min:
        return f"a lock ends after {unlock_s} seconds, {seconds_min} are required"
    return ""
