"""Logs must be kept for long enough."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed, unknown
from pcicloud.reading.logrotate import days_kept

LOGS = ("/var/log/auth.log", "/var/log/secure", "/var/log/syslog", "/var/log/messages", "/var/log/sudo.log")


@check(evidence="host.logging", when_none=failed("nothing is known of the logs"))
def logs_kept(body: Json, env: Environment, *, days_min: int) -> Outcome:
    """Logs must be kept for long enough.

    Why: many break-ins are found out only months later.
    Fix: set `rotate` and the period in /etc/logrotate.d so that their product is long enough.
    Source: logrotate(8).
    """
    present = [stat["path"] for stat in body["modes"] if stat["path"] in LOGS]
    if not present:
        return unknown("none of the logs that are looked for is there yet")
    kept = {log: days_kept(body["logrotate"], log) for log in present}
    short = [f"{log} ({days:.0f} days)" for log, days in kept.items() if days is not None and days < days_min]
    if short:
        return failed(f"kept for less than {days_min} days: {', '.join(short)}")
    return passed(f"{', '.join(present)} are kept for {days_min} days or more")
