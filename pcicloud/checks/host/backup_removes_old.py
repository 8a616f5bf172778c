"""Old backups must be removed by themselves."""

from __future__ import annotations

import json

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.lines import content
from pcicloud.reading.units import enabled

DAYS_MAX = 800


@check(
    evidence="host.backup_store",
    when_none=not_applicable("this host takes no backups of others"),
    beside=("host.services",),
)
def backup_removes_old(body: Json, env: Environment, *, services: tuple[Json, ...]) -> Outcome:
    """Old backups must be removed by themselves.

    Why: card data that was deleted lives on in backups that nobody removes.
    Fix: days for each client in /etc/pcicloud/backups.json, and `systemctl enable --now
      pcicloud-forget-backups.timer`.
    Source: pcicloud's role backup_server.
    """
    said = content(body["settings"])
    kept = json.loads(said).get("keep_days", {}) if said else {}
    if not kept:
        return failed("nothing says for how long backups are kept")
    long = [f"{name} ({days} days)" for name, days in sorted(kept.items()) if days > DAYS_MAX]
    if long:
        return failed(f"kept for more than {DAYS_MAX} days: {', '.join(long)}")
    if not any("pcicloud-forget-backups.timer" in enabled(one) for one in services):
        return failed("pcicloud-forget-backups.timer is not enabled, so nothing removes old backups")
    return passed(f"backups of {len(kept)} clients are removed after {max(kept.values())} days at most")
