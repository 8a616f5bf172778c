"""An account must be locked after some failed logins, and for long enough."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed, unknown
from pcicloud.reading.pam import Rule, logins, module, of_type, setting
from pcicloud.reading.pam_runs import free, runs, way_past

DIRECTORIES = ("pam_sss", "pam_ldap", "pam_krb5", "pam_winbind")


@check(evidence="host.pam", when_none=failed("no PAM stack is there"))
def account_lockout(body: Json, env: Environment, *, attempts_max: int, seconds_min: int) -> Outcome:
    """An account must be locked after some failed logins, and for long enough.

    Why: it makes guessing too slow to be worth it.
    Fix: put pam_faillock into the auth stack, `preauth` as required before pam_unix and `authfail` as [default=die]
      after it; set deny and unlock_time in /etc/security/faillock.conf.
    Source: Linux-PAM, pam_faillock(8), faillock.conf(5), pam.conf(5).
    """
    stacks = logins(body)
    if not stacks:
        return failed("no stack for SSH or console logins is there")
    for service, rules in stacks.items():
        auth = of_type(rules, "auth")
        found = module(auth, "pam_faillock", "auth")
        if not found:
            return failed(f"the stack of {service} has no pam_faillock, so nothing is locked")
        if any(rule.argument("conf") is not None for rule in found):
            return unknown(f"pam_faillock of {service} reads its settings from a file (conf=) that was not looked at")
        wrong = _not_locked(auth, found) or _not_counted(auth)
        if wrong:
            return failed(f"{service}: {wrong}")
        bounds = next((said for rule in found if (said := _wrong(body, rule, attempts_max, seconds_min))), "")
        if bounds:
            return failed(bounds)
    return passed(f"accounts are locked after at most {attempts_max} failures for {seconds_min} seconds or more")


def _not_locked(auth: tuple[Rule, ...], found: tuple[Rule, ...]) -> str:
    """How a locked account gets in with its password; empty where it does not."""
    guards = tuple(rule for rule in found if any(rule.argument(word) is not None for word in ("preauth", "authsucc")))
    if not guards:
        return "no pam_faillock preauth (or authsucc), so nobody is kept out"
    way = way_past(auth, guards, ("auth_err",))
    return f"a locked account gets in all the same: {way}" if way else ""


def _not_counted(auth: tuple[Rule, ...]) -> str:
    """Why a wrong password of a local account is not counted; empty where it is."""

    def answers(rule: Rule) -> tuple[str, ...]:
        if rule.name in DIRECTORIES:
            return ("user_unknown",)
        if rule.name == "pam_faillock":
            return ("ignore",) if rule.argument("authfail") is not None else ("success",)
        return ("auth_err",) if rule.name == "pam_unix" else free(rule)

    if not any(_counts(rule) for rule in auth):
        return "no pam_faillock authfail, so no failure is counted"
    for run in runs(auth, answers, watched=frozenset({"pam_unix", "pam_faillock"})):
        asked = [rule.name for rule in run.asked]
        if not run.granted and "pam_unix" in asked and not any(_counts(rule) for rule in run.asked):
            last = run.asked[-1]
            return f"a wrong password is not counted: {last.name} ({last.control}) ends the stack before authfail"
    return ""


def _counts(rule: Rule) -> bool:
    return rule.name == "pam_faillock" and rule.argument("authfail") is not None


def _wrong(body: Json, rule: Rule, attempts_max: int, seconds_min: int) -> str:
    deny = setting(body, (rule,), "deny", "faillock")
    unlock_s = setting(body, (rule,), "unlock_time", "faillock")
    deny = 3 if deny is None else deny
    unlock_s = 600 if unlock_s is None else unlock_s
    if not 0 < deny <= attempts_max:
        return f"an account is locked after {deny} failures (0 is never), at most {attempts_max} are allowed"
    if 0 < unlock_s < seconds_min:
        return f"a lock ends after {unlock_s} seconds, {seconds_min} are required"
    return ""
