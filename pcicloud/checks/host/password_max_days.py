"""New accounts must have passwords that expire."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.lines import content, lines, number, pairs


@check(evidence="host.login_defs", when_none=failed("/etc/login.defs is not there, so passwords never expire"))
def password_max_days(body: Json, env: Environment, *, days_max: int) -> Outcome:
    """New accounts must have passwords that expire.

    Why: a stolen password that never expires stays good for ever.
    Fix: set PASS_MAX_DAYS in /etc/login.defs.
    Source: shadow, login.defs(5), PASS_MAX_DAYS.
    """
    days = number(pairs(lines(content(body["defaults"]))).get("pass_max_days"))
    if days is None or days < 0:
        return failed("PASS_MAX_DAYS is not set, so passwords of new accounts never expire")
    if days > days_max:
        return failed(f"passwords of new accounts hold {days} days, at most {days_max} are allowed")
    return passed(f"passwords of new accounts hold {days} days")
