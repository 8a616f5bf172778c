"""The journal must outlive a restart, and not be thrown away early."""

from __future__ import annotations

import re

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.lines import contents, pairs

UNITS = {
    "year": 365.0,
    "month": 30.0,
    "week": 7.0,
    "day": 1.0,
    "d": 1.0,
    "w": 7.0,
    "h": 1 / 24,
    "": 1 / 86400,
    "s": 1 / 86400,
}


@check(evidence="host.logging", when_none=failed("nothing is known of the logs"))
def journal_kept(body: Json, env: Environment, *, days_min: int) -> Outcome:
    """The journal must outlive a restart, and not be thrown away early.

    Why: a journal in memory is gone when somebody pulls the plug.
    Fix: `Storage=persistent` in /etc/systemd/journald.conf.d/, and no short MaxRetentionSec.
    Source: journald.conf(5), Storage, MaxRetentionSec.
    """
    if not body["journald"]:
        return not_applicable("no systemd journal is there")
    said = pairs((line for line in contents(body["journald"]) if "=" in line), between="=")
    storage = said.get("storage", "auto")
    folder = any(stat["path"] == "/var/log/journal" for stat in body["modes"])
    if storage != "persistent" and not (storage == "auto" and folder):
        return failed(f"the journal is kept in memory only (Storage={storage})")
    kept = re.fullmatch(r"(\d+)\s*([a-z]*?)s?", said.get("maxretentionsec", "0"))
    days = float(kept[1]) * UNITS.get(kept[2], 0.0) if kept else 0.0
    if 0 < days < days_min:
        return failed(f"the journal is thrown away after {days:.0f} days, {days_min} are required")
    return passed("the journal outlives a restart and is not thrown away by age")
