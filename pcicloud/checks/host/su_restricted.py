"""Only a named group may use su."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.pam import Rule, module, of_type, stack
from pcicloud.reading.pam_runs import free, runs

SERVICES = ("su", "su-l")


@check(evidence="host.pam", when_none=failed("no PAM stack is there"))
def su_restricted(body: Json, env: Environment) -> Outcome:
    """Only a named group may use su.

    Why: otherwise every account can try root's password, past sudo's rules and log.
    Fix: put `auth required pam_wheel.so use_uid group=…` into /etc/pam.d/su, after pam_rootok only.
    Source: Linux-PAM, pam_wheel(8), pam.conf(5).
    """
    stacks = {service: of_type(stack(body, service), "auth") for service in SERVICES}
    if not stacks["su"]:
        return not_applicable("su has no stack here")
    for service, rules in stacks.items():
        wrong = _wrong(rules) if rules else ""
        if wrong:
            return failed(f"{service}: {wrong}")
    return passed("only one group may use su")


def _wrong(rules: tuple[Rule, ...]) -> str:
    wheels = module(rules, "pam_wheel", "auth")
    if any(rule.argument("trust") is not None for rule in wheels):
        return "pam_wheel has trust: its group becomes root without a password"
    guards = tuple(rule for rule in wheels if rule.argument("deny") is None and rule.argument("root_only") is None)
    if not guards:
        return f"every account may use su ({_inverted(wheels[0]) if wheels else 'no required pam_wheel'})"

    def answers(rule: Rule) -> tuple[str, ...]:
        """What the modules say to somebody who is neither root nor in the group."""
        if rule in guards or rule.name == "pam_rootok":
            return ("perm_denied", "auth_err")
        return free(rule)

    for run in runs(rules, answers, watched=frozenset({"pam_wheel"})):
        if run.granted:
            last = run.asked[-1]
            return f"who is not in the group gets in all the same ({last.name}, {last.control}, ends the stack)"
    return ""


def _inverted(rule: Rule) -> str:
    if rule.argument("deny") is not None:
        return "pam_wheel has deny, which keeps out only its group"
    return "pam_wheel has root_only, so every account may still become any other than root"
