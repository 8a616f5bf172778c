"""Every plan of AWS Backup with its rules."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen


@collector(
    where="regional",
    permissions=("backup:ListBackupPlans", "backup:GetBackupPlan"),
    shapes={
        "BackupPlanArn": "backup:ListBackupPlans.BackupPlansList[].BackupPlanArn",
        "BackupPlan": "backup:GetBackupPlan.BackupPlan",
    },
)
def backup_plans(account: Account) -> Iterator[Seen | Unseen]:
    """Every plan of AWS Backup with its rules."""

    def look(listed: Json) -> Json:
        plan = listed["BackupPlanId"]
        return {
            "BackupPlanArn": listed["BackupPlanArn"],
            "BackupPlan": account.call("backup", "GetBackupPlan", BackupPlanId=plan)["BackupPlan"],
        }

    plans = account.pages("backup", "ListBackupPlans", "BackupPlansList")
    yield from account.each(plans, lambda plan: str(plan["BackupPlanArn"]), look)
