"""Only root may have user id 0."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.accounts import accounts


@check(evidence="host.accounts", when_none=failed("no accounts could be read"))
def accounts_uid_zero(body: Json, env: Environment) -> Outcome:
    """Only root may have user id 0.

    Why: another account with this id is root under a name that nobody watches.
    Fix: give the account an id of its own, or remove it.
    Source: shadow, passwd(5).
    """
    others = [account.name for account in accounts(body) if account.uid == 0 and account.name != "root"]
    if others:
        return failed(f"user id 0 belongs also to {', '.join(others)}")
    return passed("only root has user id 0")
