"""No security update may wait."""

from __future__ import annotations

from datetime import datetime, timedelta

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed, unknown
from pcicloud.reading.apt import pending


@check(evidence="host.updates", when_none=failed("no knowledge of updates is there"))
def updates_security(body: Json, env: Environment, *, days_max: int) -> Outcome:
    """No security update may wait.

    Why: a known hole is used within days.
    Fix: `apt-get update && apt-get upgrade` (or `dnf upgrade --security`).
    Source: apt-get(8); Debian security updates; dnf(8), updateinfo.
    """
    if body["dnf"] is not None:
        waiting = [line.split()[-1] for line in body["dnf"]["stdout"].splitlines() if line.strip()]
        return _judged(waiting)
    if body["apt"] is None:
        return unknown("neither apt nor dnf is there")
    lists = [stat for stat in body["found"] if stat["path"].startswith("/var/lib/apt/lists/")]
    if not lists:
        return unknown("apt has no package lists, so it knows of no updates: run apt-get update")
    newest = max(datetime.fromisoformat(stat["modified_at"]) for stat in lists)
    if env.as_of - newest > timedelta(days=days_max):
        return unknown(f"apt's lists are of {newest:%Y-%m-%d}, older than {days_max} days: run apt-get update")
    return _judged(list(pending(body["apt"])))


def _judged(waiting: list[str]) -> Outcome:
    if waiting:
        return failed(f"{len(waiting)} security updates wait: {', '.join(waiting[:5])}")
    return passed("no security update waits")
