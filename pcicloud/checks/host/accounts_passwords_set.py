"""No account may have an empty password."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.accounts import accounts


@check(evidence="host.accounts", when_none=failed("no accounts could be read"))
def accounts_passwords_set(body: Json, env: Environment) -> Outcome:
    """No account may have an empty password.

    Why: such an account is open to whoever knows its name.
    Fix: set a password or lock the account (`passwd -l`).
    Source: shadow, shadow(5).
    """
    empty = [account.name for account in accounts(body) if account.lock_state == "empty"]
    if empty:
        return failed(f"these accounts have an empty password: {', '.join(empty)}")
    missing = [account.name for account in accounts(body) if account.lock_state == "missing"]
    if missing:
        return failed(f"these accounts have no line in /etc/shadow: {', '.join(missing)}")
    return passed("no account has an empty password")
