"""Files must be compared regularly."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.schedules import days_between, in_folder
from pcicloud.reading.units import enabled


@check(evidence="host.file_integrity", when_none=failed("nothing watches over files"), beside=("host.services",))
def integrity_schedule(body: Json, env: Environment, *, services: tuple[Json, ...], days_max: int) -> Outcome:
    """Files must be compared regularly.

    Why: a change that nobody looks for is never found.
    Fix: `systemctl enable dailyaidecheck.timer`, or a line in /etc/cron.d.
    Source: AIDE manual aide(1); Debian aide-common.
    """
    days = days_between(body["cron"], r"\baide")
    if any("dailyaidecheck.timer" in enabled(one) for one in services) or in_folder(
        body["found"], "/etc/cron.daily", ".*aide"
    ):
        days = 1
    elif in_folder(body["found"], "/etc/cron.weekly", ".*aide"):
        days = min(days or 7, 7)
    if days is None:
        return failed("nothing starts AIDE (no timer, no cron)")
    if days > days_max:
        return failed(f"files are compared every {days} days, at most {days_max} are allowed")
    return passed(f"files are compared every {days} days")
