"""Only a named group may use su."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.pam import module, stack


@check(evidence="host.pam", when_none=failed("no PAM stack is there"))
def su_restricted(body: Json, env: Environment) -> Outcome:
    """Only a named group may use su.

    Why: otherwise every account can try root's password, past sudo's rules and log.
    Fix: put `auth required pam_wheel.so use_uid group=…` first into /etc/pam.d/su.
    Source: Linux-PAM, pam_wheel(8).
    """
    rules = stack(body, "su")
    if not rules:
        return not_applicable("su has no stack here")
    wheel = [rule for rule in module(rules, "pam_wheel", "auth") if rule.control in ("required", "requisite")]
    if not wheel:
        return failed("every account may use su (no required pam_wheel)")
    if wheel[0].argument("trust") is not None:
        return failed("pam_wheel has trust: its group becomes root without a password")
    return passed("only one group may use su")
