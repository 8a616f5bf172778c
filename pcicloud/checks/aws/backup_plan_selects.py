"""Backup plans select something."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(evidence="aws.backup_plans", when_none=failed("there is no backup plan"))
def backup_plan_selects(body: Json, env: Environment) -> Outcome:
    """Backup plans select something.

    Why: a plan without a selection runs every night and saves nothing.
    Fix: add a selection by tag to the plan.
    Source: AWS Backup Developer Guide, Select AWS services to backup.
    """
    if not body["BackupSelections"]:
        return failed("the plan selects nothing")
    return passed(f"the plan has {len(body['BackupSelections'])} selections")
