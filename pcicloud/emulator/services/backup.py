"""AWS Backup: what moto lacks of vaults and plans, selections and restore testing. No job ever runs."""

from __future__ import annotations

import copy
from uuid import uuid4

from pcicloud.emulator.errors import ServiceError
from pcicloud.emulator.request import Operation, Request
from pcicloud.emulator.stored import Json, found, moto_backend, now, refuse_double, stored

SERVICE = "backup"


def _vault(request: Request) -> str:
    name = str(
        request.parameters["backupVaultName"]
        if "backupVaultName" in request.parameters
        else request.parameters["BackupVaultName"]
    )
    if name not in moto_backend(request, "backup").vaults:
        raise ServiceError("ResourceNotFoundException", f"Backup vault {name} does not exist.")
    return name


def _put_policy(request: Request) -> Json:
    stored(request, "policies")[_vault(request)] = request.parameters["Policy"]
    return {}


def _get_policy(request: Request) -> Json:
    name = _vault(request)
    arn = request.arn("backup", f"backup-vault:{name}")
    return {"BackupVaultName": name, "BackupVaultArn": arn, "Policy": found(request, "policies", name, status=400)}


def _delete_policy(request: Request) -> Json:
    stored(request, "policies").pop(_vault(request), None)
    return {}


def _put_notifications(request: Request) -> Json:
    asked = request.parameters
    kept = {"SNSTopicArn": asked["SNSTopicArn"], "BackupVaultEvents": asked["BackupVaultEvents"]}
    stored(request, "notifications")[_vault(request)] = kept
    return {}


def _get_notifications(request: Request) -> Json:
    name = _vault(request)
    arn = request.arn("backup", f"backup-vault:{name}")
    return {"BackupVaultName": name, "BackupVaultArn": arn} | found(request, "notifications", name, status=400)


def _delete_notifications(request: Request) -> Json:
    stored(request, "notifications").pop(_vault(request), None)
    return {}


def _update_plan(request: Request) -> Json:
    plans = moto_backend(request, "backup").plans
    plan_id = request.parameters["BackupPlanId"]
    if plan_id not in plans:
        raise ServiceError("ResourceNotFoundException", f"Backup plan {plan_id} does not exist.")
    plan = plans[plan_id]
    plan.backup_plan = copy.deepcopy(request.parameters["BackupPlan"])
    plan.version_id = str(uuid4())
    return {"BackupPlanId": plan_id, "BackupPlanArn": plan.backup_plan_arn, "VersionId": plan.version_id}


def _create_selection(request: Request) -> Json:
    selection_id, plan_id = str(uuid4()), request.parameters["BackupPlanId"]
    stored(request, "selections")[selection_id] = {
        "BackupSelection": request.parameters["BackupSelection"],
        "SelectionId": selection_id,
        "BackupPlanId": plan_id,
        "CreationDate": now(),
    }
    return {"SelectionId": selection_id, "BackupPlanId": plan_id, "CreationDate": now()}


def _get_selection(request: Request) -> Json:
    return found(request, "selections", request.parameters["SelectionId"], status=400)


def _list_selections(request: Request) -> Json:
    plan_id = request.parameters["BackupPlanId"]
    kept = [one for one in stored(request, "selections").values() if one["BackupPlanId"] == plan_id]
    listed = [
        {
            "SelectionId": one["SelectionId"],
            "SelectionName": one["BackupSelection"]["SelectionName"],
            "BackupPlanId": plan_id,
            "CreationDate": one["CreationDate"],
            "IamRoleArn": one["BackupSelection"]["IamRoleArn"],
        }
        for one in kept
    ]
    return {"BackupSelectionsList": listed}


def _delete_selection(request: Request) -> Json:
    _get_selection(request)
    del stored(request, "selections")[request.parameters["SelectionId"]]
    return {}


def _update_report_plan(request: Request) -> Json:
    name = request.parameters["ReportPlanName"]
    plans = moto_backend(request, "backup").report_plans
    if name not in plans:
        raise ServiceError("ResourceNotFoundException", f"Report plan {name} does not exist.")
    plan = plans[name]
    for field, attribute in (
        ("ReportPlanDescription", "report_plan_description"),
        ("ReportDeliveryChannel", "report_delivery_channel"),
        ("ReportSetting", "report_setting"),
    ):
        if field in request.parameters:
            setattr(plan, attribute, request.parameters[field])
    return {"ReportPlanName": name, "ReportPlanArn": plan.report_plan_arn, "CreationTime": plan.creation_time}


def _create_testing_plan(request: Request) -> Json:
    asked = request.parameters["RestoreTestingPlan"]
    name = asked["RestoreTestingPlanName"]
    refuse_double(request, "testing", name, code="AlreadyExistsException", status=400)
    arn = request.arn("backup", f"restore-testing-plan:{name}-{uuid4()}")
    dates = {"CreationTime": now(), "LastUpdateTime": now()}
    stored(request, "testing")[name] = asked | {"RestoreTestingPlanArn": arn} | dates
    stored(request, "testing_tags")[arn] = request.parameters.get("Tags") or {}
    return {"RestoreTestingPlanName": name, "RestoreTestingPlanArn": arn, "CreationTime": now()}


def _testing_plan(request: Request) -> Json:
    return found(request, "testing", request.parameters["RestoreTestingPlanName"], status=400)


def _update_testing_plan(request: Request) -> Json:
    plan = _testing_plan(request)
    plan |= request.parameters["RestoreTestingPlan"] | {"LastUpdateTime": now()}
    return {
        "RestoreTestingPlanName": plan["RestoreTestingPlanName"],
        "RestoreTestingPlanArn": plan["RestoreTestingPlanArn"],
        "CreationTime": plan["CreationTime"],
        "UpdateTime": now(),
    }


def _delete_testing_plan(request: Request) -> Json:
    plan = _testing_plan(request)
    if any(
        one["RestoreTestingPlanName"] == plan["RestoreTestingPlanName"] for one in stored(request, "tested").values()
    ):
        raise ServiceError("InvalidRequestException", "The restore testing plan has selections.")
    del stored(request, "testing")[plan["RestoreTestingPlanName"]]
    return {}


def _create_testing_selection(request: Request) -> Json:
    plan, asked = _testing_plan(request), request.parameters["RestoreTestingSelection"]
    name = asked["RestoreTestingSelectionName"]
    key = f"{plan['RestoreTestingPlanName']}/{name}"
    refuse_double(request, "tested", key, code="AlreadyExistsException", status=400)
    plan_name = plan["RestoreTestingPlanName"]
    stored(request, "tested")[key] = asked | {"RestoreTestingPlanName": plan_name, "CreationTime": now()}
    return {
        "RestoreTestingPlanName": plan_name,
        "RestoreTestingPlanArn": plan["RestoreTestingPlanArn"],
        "RestoreTestingSelectionName": name,
        "CreationTime": now(),
    }


def _testing_selection(request: Request) -> Json:
    asked = request.parameters
    key = f"{asked['RestoreTestingPlanName']}/{asked['RestoreTestingSelectionName']}"
    return found(request, "tested", key, status=400)


def _update_testing_selection(request: Request) -> Json:
    selection = _testing_selection(request)
    selection |= request.parameters["RestoreTestingSelection"]
    plan = _testing_plan(request)
    return {
        "RestoreTestingPlanName": plan["RestoreTestingPlanName"],
        "RestoreTestingPlanArn": plan["RestoreTestingPlanArn"],
        "RestoreTestingSelectionName": selection["RestoreTestingSelectionName"],
        "CreationTime": selection["CreationTime"],
        "UpdateTime": now(),
    }


def _delete_testing_selection(request: Request) -> Json:
    _testing_selection(request)
    asked = request.parameters
    del stored(request, "tested")[f"{asked['RestoreTestingPlanName']}/{asked['RestoreTestingSelectionName']}"]
    return {}


def _list_testing_selections(request: Request) -> Json:
    name = _testing_plan(request)["RestoreTestingPlanName"]
    kept = [one for one in stored(request, "tested").values() if one["RestoreTestingPlanName"] == name]
    return {"RestoreTestingSelections": [{"ValidationWindowHours": 0, **one} for one in kept]}


def _nothing(field: str) -> Operation:
    return lambda _request: {field: []}


OPERATIONS: dict[str, Operation] = {
    "PutBackupVaultAccessPolicy": _put_policy,
    "GetBackupVaultAccessPolicy": _get_policy,
    "DeleteBackupVaultAccessPolicy": _delete_policy,
    "PutBackupVaultNotifications": _put_notifications,
    "GetBackupVaultNotifications": _get_notifications,
    "DeleteBackupVaultNotifications": _delete_notifications,
    "UpdateBackupPlan": _update_plan,
    "CreateBackupSelection": _create_selection,
    "GetBackupSelection": _get_selection,
    "ListBackupSelections": _list_selections,
    "DeleteBackupSelection": _delete_selection,
    "UpdateReportPlan": _update_report_plan,
    "CreateRestoreTestingPlan": _create_testing_plan,
    "GetRestoreTestingPlan": lambda request: {"RestoreTestingPlan": _testing_plan(request)},
    "ListRestoreTestingPlans": lambda request: {"RestoreTestingPlans": list(stored(request, "testing").values())},
    "UpdateRestoreTestingPlan": _update_testing_plan,
    "DeleteRestoreTestingPlan": _delete_testing_plan,
    "CreateRestoreTestingSelection": _create_testing_selection,
    "GetRestoreTestingSelection": lambda request: {"RestoreTestingSelection": _testing_selection(request)},
    "ListRestoreTestingSelections": _list_testing_selections,
    "UpdateRestoreTestingSelection": _update_testing_selection,
    "DeleteRestoreTestingSelection": _delete_testing_selection,
    "ListBackupJobs": _nothing("BackupJobs"),
    "ListRestoreJobs": _nothing("RestoreJobs"),
    "ListCopyJobs": _nothing("CopyJobs"),
    "ListReportJobs": _nothing("ReportJobs"),
    "ListProtectedResources": _nothing("Results"),
    "ListRecoveryPointsByBackupVault": _nothing("RecoveryPoints"),
}
