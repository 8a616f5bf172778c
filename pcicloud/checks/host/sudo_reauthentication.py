"""sudo must ask for the password again after a while."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.sudoers import defaults


@check(evidence="host.sudoers", when_none=not_applicable("sudo is not installed"))
def sudo_reauthentication(body: Json, env: Environment, *, minutes_max: int) -> Outcome:
    """sudo must ask for the password again after a while.

    Why: an abandoned terminal should not stay root.
    Fix: `Defaults timestamp_timeout=5`.
    Source: sudo manual sudoers(5), timestamp_timeout.
    """
    said = defaults(body).get("timestamp_timeout", "15")
    minutes = float(said)
    if minutes < 0:
        return failed("timestamp_timeout is negative: sudo never asks again")
    if minutes > minutes_max:
        return failed(f"sudo asks again after {said} minutes, at most {minutes_max} are allowed")
    return passed(f"sudo asks again after {said} minutes")
