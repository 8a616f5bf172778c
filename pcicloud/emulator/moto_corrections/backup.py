"""AWS Backup: plans that were deleted."""

from __future__ import annotations

from typing import Any


def correct() -> None:
    """Let a plan be made again after its deletion: moto compares a new plan with the deleted ones too."""
    from moto.backup.models import BackupBackend

    create = BackupBackend.create_backup_plan

    def create_again(backend: Any, *args: Any, **fields: Any) -> Any:
        for plan_id, plan in list(backend.plans.items()):
            if plan.deletion_date is not None:
                del backend.plans[plan_id]
        return create(backend, *args, **fields)

    BackupBackend.create_backup_plan = create_again
