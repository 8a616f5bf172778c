"""Databases keep automatic backups."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.rds_instances", when_none=not_applicable("there is no database"))
def rds_backups(database: Json, env: Environment, *, days_min: int) -> Outcome:
    """Databases keep automatic backups.

    Why: after an attack, a clean state of last week is worth more than the newest one.
    Fix: set BackupRetentionPeriod to the required days or more.
    Source: Amazon RDS User Guide, Introduction to backups.
    """
    days = database.get("BackupRetentionPeriod", 0)
    if days < days_min:
        return failed(
            f"backups are kept for {days} days, {days_min} are wanted" if days else "automatic backups are off"
        )
    return passed(f"backups are kept for {days} days")
