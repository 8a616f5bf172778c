"""The passwords of accounts must expire."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.accounts import accounts


@check(evidence="host.accounts", when_none=failed("no accounts could be read"))
def accounts_password_age(body: Json, env: Environment, *, days_max: int) -> Outcome:
    """The passwords of accounts must expire.

    Why: a stolen password that never expires stays good for ever.
    Fix: `chage --maxdays` for each account.
    Source: shadow, shadow(5), chage(1).
    """
    own = [a for a in accounts(body) if a.lock_state == "set"]
    late = [a for a in own if a.max_days is None or a.max_days > days_max or a.max_days < 0]
    if late:
        return failed(
            f"passwords that hold longer than {days_max} days: {', '.join(f'{a.name} ({a.max_days})' for a in late)}"
        )
    old = [a.name for a in own if a.last_change is None]
    if old:
        return failed(f"nobody knows when these passwords were set: {', '.join(old)}")
    return passed(f"each of {len(own)} passwords expires within {days_max} days")
