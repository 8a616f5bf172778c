"""No login may accept an empty password."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.pam import logins, module


@check(evidence="host.pam", when_none=failed("no PAM stack is there"))
def password_not_empty(body: Json, env: Environment) -> Outcome:
    """No login may accept an empty password.

    Why: such an account is open to whoever knows its name.
    Fix: take `nullok` off every pam_unix line.
    Source: Linux-PAM, pam_unix(8), nullok.
    """
    for service, rules in logins(body).items():
        if any(rule.argument("nullok") is not None for rule in module(rules, "pam_unix", "auth")):
            return failed(f"pam_unix has nullok in the stack of {service}, so an empty password is accepted")
    return passed("no stack accepts an empty password")
