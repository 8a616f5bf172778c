"""Accounts without a password must not log in over SSH."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.sshd import values


@check(evidence="host.sshd_settings", when_none=not_applicable("no SSH server is installed"))
def sshd_empty_passwords(body: Json, env: Environment) -> Outcome:
    """Accounts without a password must not log in over SSH.

    Why: such an account is open to whoever knows its name.
    Fix: set `PermitEmptyPasswords no`.
    Source: OpenSSH manual sshd_config(5), PermitEmptyPasswords.
    """
    if "yes" in values(body, "permitemptypasswords"):
        return failed("PermitEmptyPasswords is yes, no is required")
    return passed("PermitEmptyPasswords is no")
