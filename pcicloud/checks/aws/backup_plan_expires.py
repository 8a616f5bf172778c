"""Backups are deleted after a time that somebody chose."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.backup_plans", when_none=not_applicable("there is no backup plan"))
def backup_plan_expires(body: Json, env: Environment) -> Outcome:
    """Backups are deleted after a time that somebody chose.

    Why: deleted card data lives on in backups that nobody deletes.
    Fix: set DeleteAfterDays in the lifecycle of each rule of the plan.
    Source: AWS Backup API Reference, Lifecycle.
    """
    if not body["BackupPlan"]["Rules"]:
        return failed("the plan has no rule, so it neither saves nor deletes anything")
    for rule in body["BackupPlan"]["Rules"]:
        if rule.get("Lifecycle", {}).get("DeleteAfterDays", -1) <= 0:
            return failed(f"what rule {rule['RuleName']} saves is kept for ever")
    return passed("each rule deletes what it saved after a time")
