"""Root must have no password."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed, unknown
from pcicloud.reading.accounts import accounts


@check(evidence="host.accounts", when_none=failed("no accounts could be read"))
def accounts_root_locked(body: Json, env: Environment) -> Outcome:
    """Root must have no password.

    Why: what root does after a login by password can't be traced to one person; sudo tells who it was.
    Fix: `passwd --lock root`, and use sudo.
    Source: shadow, shadow(5), passwd(1).
    """
    root = [account for account in accounts(body) if account.name == "root"]
    if not root:
        return unknown("there is no account called root")
    if root[0].lock_state != "locked":
        return failed(f"the password of root is {root[0].lock_state}, not locked")
    return passed("the password of root is locked")
