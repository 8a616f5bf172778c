"""Root must not log in over SSH."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.sshd import values


@check(evidence="host.sshd_settings", when_none=not_applicable("no SSH server is installed"))
def sshd_root_login(body: Json, env: Environment) -> Outcome:
    """Root must not log in over SSH.

    Why: what root does over SSH can't be traced to one person, and root is the first name that an attacker tries.
    Fix: set `PermitRootLogin no` in /etc/ssh/sshd_config.d/ and reload sshd (the role `ssh` does).
    Source: OpenSSH manual sshd_config(5), PermitRootLogin.
    """
    open_to = [said for said in values(body, "permitrootlogin") if said != "no"]
    if open_to:
        return failed(f"PermitRootLogin is {open_to[0]}, no is required")
    return passed("PermitRootLogin is no")
