"""System accounts must not be able to log in."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.accounts import accounts


@check(evidence="host.accounts", when_none=failed("no accounts could be read"))
def accounts_system_shells(body: Json, env: Environment) -> Outcome:
    """System accounts must not be able to log in.

    A program's account that comes by key from one address (`automation_accounts` in environment.yaml, user@address)
    needs a shell for the one command that the SSH server lets it run; it must have no password.

    Why: what a program runs as is nobody's session: a login with it has no person behind it.
    Fix: set the shell to /usr/sbin/nologin and lock the password.
    Source: shadow, passwd(5), nologin(8).
    """
    found = [a for a in accounts(body) if not a.is_person and a.uid != 0]
    programs = {one.strip().partition("@")[0] for one in str(env.parameters.get("automation_accounts", "")).split(",")}
    shells = [a.name for a in found if a.has_shell and a.name not in programs]
    passwords = [a.name for a in found if a.lock_state == "set"]
    if shells:
        return failed(f"these system accounts have a login shell: {', '.join(shells)}")
    if passwords:
        return failed(f"these system accounts have a password: {', '.join(passwords)}")
    return passed(f"none of {len(found)} system accounts can log in")
