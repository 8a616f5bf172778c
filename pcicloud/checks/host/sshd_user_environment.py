"""SSH must not let users set what programs start with."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.sshd import values


@check(evidence="host.sshd_settings", when_none=not_applicable("no SSH server is installed"))
def sshd_user_environment(body: Json, env: Environment) -> Outcome:
    """SSH must not let users set what programs start with.

    Why: variables such as LD_PRELOAD lead past what a forced command or a recorder allows.
    Fix: `PermitUserEnvironment no` in sshd_config.
    Source: OpenSSH manual sshd_config(5), PermitUserEnvironment.
    """
    said = values(body, "permituserenvironment")
    allowed = [one for one in said if one != "no"]
    if allowed:
        return failed(f"PermitUserEnvironment is {allowed[0]} for somebody")
    return passed("users can't set variables by SSH") if said else unknown("sshd does not tell PermitUserEnvironment")
