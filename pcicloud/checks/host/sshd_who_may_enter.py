"""Only named users or groups may log in over SSH."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.sshd import general, values


@check(evidence="host.sshd_settings", when_none=not_applicable("no SSH server is installed"))
def sshd_who_may_enter(body: Json, env: Environment) -> Outcome:
    """Only named users or groups may log in over SSH.

    Why: without such a list every new account, also that of a service, can log in.
    Fix: set `AllowGroups` to the group of those who administer the host.
    Source: OpenSSH manual sshd_config(5), AllowGroups, AllowUsers.
    """
    named = values(body, "allowgroups") + values(body, "allowusers")
    if not general(body, "allowgroups") + general(body, "allowusers"):
        return failed("neither AllowGroups nor AllowUsers is set, so every account may log in")
    if any(word in ("*", "*@*") for said in named for word in said.split()):
        return failed("AllowGroups or AllowUsers names everybody")
    return passed(f"only {', '.join(sorted(set(named)))} may log in")
