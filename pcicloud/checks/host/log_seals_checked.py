"""Stored logs must be held to their seals again and again."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.moments import moment
from pcicloud.reading.units import enabled

HOURS_MAX = 24


@check(
    evidence="host.log_store", when_none=not_applicable("this host stores no logs of others"), beside=("host.services",)
)
def log_seals_checked(body: Json, env: Environment, *, services: tuple[Json, ...]) -> Outcome:
    """Stored logs must be held to their seals again and again.

    Why: what cannot be altered unnoticed is believed.
    Fix: `systemctl enable --now pcicloud-logs.timer`; its alarm is a line of priority alert.
    Source: pcicloud's role log_server.
    """
    seals = [stat for stat in body["found"] if stat["path"].endswith("/.seals")]
    if not seals:
        return failed("stored logs have no seals")
    if not any("pcicloud-logs.timer" in enabled(one) for one in services):
        return failed("pcicloud-logs.timer is not enabled, so no seal is ever checked")
    hours = (env.as_of - moment(seals[0]["modified_at"])).total_seconds() / 3600
    if hours > HOURS_MAX:
        return failed(f"the newest seal is {hours:.0f} hours old, {HOURS_MAX} at most are wanted")
    return passed("seals are checked every hour, and the newest is fresh")
