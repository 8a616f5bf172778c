"""An SSH connection must end after a few failed logins."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.sshd import values


@check(evidence="host.sshd_settings", when_none=not_applicable("no SSH server is installed"))
def sshd_login_tries(body: Json, env: Environment, *, attempts_max: int) -> Outcome:
    """An SSH connection must end after a few failed logins.

    Why: many tries on one connection make guessing cheap.
    Fix: set MaxAuthTries low.
    Source: OpenSSH manual sshd_config(5), MaxAuthTries.
    """
    most = max((int(said) for said in values(body, "maxauthtries")), default=6)
    if most > attempts_max:
        return failed(f"MaxAuthTries is {most}, at most {attempts_max} are allowed")
    return passed(f"a connection ends after {most} failed logins")
