"""SSH must not wait long for a login."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.sshd import value

SECONDS_MAX = 60


@check(evidence="host.sshd_settings", when_none=not_applicable("no SSH server is installed"))
def sshd_login_grace(body: Json, env: Environment) -> Outcome:
    """SSH must not wait long for a login.

    Why: connections that nobody finishes else keep others out.
    Fix: `LoginGraceTime 60` in sshd_config.
    Source: OpenSSH manual sshd_config(5), LoginGraceTime.
    """
    said = value(body, "logingracetime")
    if not said.isdigit():
        return unknown(f"LoginGraceTime is {said or 'not told'}")
    if not 0 < int(said) <= SECONDS_MAX:
        return failed(f"LoginGraceTime is {said}, {SECONDS_MAX} seconds at most are wanted (0 is for ever)")
    return passed(f"a login has {said} seconds")
