"""Accounts that nobody uses must be closed."""

from __future__ import annotations

from datetime import datetime

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed, unknown
from pcicloud.reading.accounts import Account, accounts, day, is_expired, last_logins


@check(evidence="host.accounts", when_none=failed("no accounts could be read"))
def accounts_inactive(body: Json, env: Environment, *, days_max: int) -> Outcome:
    """Accounts that nobody uses must be closed.

    Why: nobody notices when a forgotten account is taken over.
    Fix: expire the account (`usermod --expiredate 1`), or remove it.
    Source: shadow, lastlog(8), usermod(8).
    """
    logins = last_logins(body)
    if logins is None:
        return unknown("lastlog told nothing, so the last logins are not known")
    open_ = [a for a in accounts(body) if a.is_person and a.has_shell and not is_expired(a, env.as_of)]
    idle = [f"{a.name} ({days} days)" for a in open_ if (days := _days(a, logins.get(a.name), env.as_of)) > days_max]
    if idle:
        return failed(f"open accounts without a login for more than {days_max} days: {', '.join(idle)}")
    return passed(f"each of {len(open_)} open accounts was used, or made, within {days_max} days")


def _days(account: Account, login: datetime | None, as_of: datetime) -> int:
    """The days since the last login, or since the password was set where there never was one."""
    changed = day(account.last_change or 0)
    last = max(changed, login.date()) if login else changed
    return (as_of.date() - last).days
