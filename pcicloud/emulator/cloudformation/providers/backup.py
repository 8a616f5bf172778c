"""AWS Backup: vaults, plans, selections, reports, restore testing."""

from __future__ import annotations

import json

from botocore.exceptions import ClientError

from pcicloud.emulator.cloudformation.api_resource import ApiResource, api_provider
from pcicloud.emulator.cloudformation.provider import Aws, Json, Provider, is_gone
from pcicloud.emulator.cloudformation.shapes import api_parameters, cfn_properties

LOCK_FIELDS = ("MinRetentionDays", "MaxRetentionDays", "ChangeableForDays")


def _set_vault(aws: Aws, name: str, old: Json, new: Json) -> None:
    client = aws.client("backup")
    if "LockConfiguration" in new:
        client.put_backup_vault_lock_configuration(BackupVaultName=name, **new["LockConfiguration"])
    elif "LockConfiguration" in old:
        client.delete_backup_vault_lock_configuration(BackupVaultName=name)
    if "AccessPolicy" in new:
        client.put_backup_vault_access_policy(BackupVaultName=name, Policy=json.dumps(new["AccessPolicy"]))
    elif "AccessPolicy" in old:
        client.delete_backup_vault_access_policy(BackupVaultName=name)
    if "Notifications" in new:
        client.put_backup_vault_notifications(BackupVaultName=name, **new["Notifications"])
    elif "Notifications" in old:
        client.delete_backup_vault_notifications(BackupVaultName=name)


def _vault_more(aws: Aws, name: str) -> Json:
    client = aws.client("backup")
    found = client.describe_backup_vault(BackupVaultName=name)
    properties: Json = {}
    if found.get("Locked"):
        properties["LockConfiguration"] = {field: found[field] for field in LOCK_FIELDS if field in found}
    policy = _asked(client.get_backup_vault_access_policy, name)
    properties |= {"AccessPolicy": json.loads(policy["Policy"])} if policy else {}
    sent = _asked(client.get_backup_vault_notifications, name)
    fields = ("SNSTopicArn", "BackupVaultEvents")
    return properties | ({"Notifications": {field: sent[field] for field in fields}} if sent else {})


def _asked(method: Json, name: str) -> Json | None:
    try:
        return method(BackupVaultName=name)
    except ClientError as error:
        if is_gone(error):
            return None
        raise


VAULT = ApiResource(
    type_name="AWS::Backup::BackupVault",
    service="backup",
    create="create_backup_vault",
    physical_id="@BackupVaultName",
    read="describe_backup_vault",
    delete="delete_backup_vault",
    identified_by="BackupVaultName",
    finish=_set_vault,
    finished=("LockConfiguration", "AccessPolicy", "Notifications"),
    more=_vault_more,
    # moto keeps no lock-in period.
    unread=("LockConfiguration/ChangeableForDays", "BackupVaultTags"),
)

PLAN_NAMES = {
    "BackupPlanRule": "Rules",
    "TargetBackupVault": "TargetBackupVaultName",
}


def _plan(value: Json, *, to_api: bool) -> Json:
    """Translate a plan: CloudFormation names three of its fields otherwise than the API does."""
    names = PLAN_NAMES if to_api else {theirs: ours for ours, theirs in PLAN_NAMES.items()}
    if isinstance(value, dict):
        return {names.get(name, name): _plan(item, to_api=to_api) for name, item in value.items()}
    return [_plan(item, to_api=to_api) for item in value] if isinstance(value, list) else value


def _create_plan(aws: Aws, wanted: Json) -> str:
    client = aws.client("backup")
    tags = {"BackupPlanTags": wanted["BackupPlanTags"]} if "BackupPlanTags" in wanted else {}
    plan = api_parameters(client, "create_backup_plan", {"BackupPlan": _plan(wanted["BackupPlan"], to_api=True)})
    return str(client.create_backup_plan(**plan, **tags)["BackupPlanId"])


def _update_plan(aws: Aws, plan_id: str, _old: Json, new: Json) -> None:
    client = aws.client("backup")
    plan = api_parameters(client, "update_backup_plan", {"BackupPlan": _plan(new["BackupPlan"], to_api=True)})
    client.update_backup_plan(BackupPlanId=plan_id, **plan)


def _read_plan(aws: Aws, plan_id: str) -> Json | None:
    try:
        found = aws.client("backup").get_backup_plan(BackupPlanId=plan_id)
    except ClientError as error:
        if is_gone(error):
            return None
        raise
    if "DeletionDate" in found:
        return None
    plan = _plan(found["BackupPlan"], to_api=False)
    return {
        "BackupPlan": plan,
        "BackupPlanId": plan_id,
        "BackupPlanArn": found["BackupPlanArn"],
        "VersionId": found["VersionId"],
    }


def _create_selection(aws: Aws, wanted: Json) -> str:
    client = aws.client("backup")
    answer = client.create_backup_selection(**api_parameters(client, "create_backup_selection", wanted))
    return f"{answer['BackupPlanId']}|{answer['SelectionId']}"


def _selection(physical_id: str) -> Json:
    plan_id, selection_id = physical_id.split("|")
    return {"BackupPlanId": plan_id, "SelectionId": selection_id}


def _read_selection(aws: Aws, physical_id: str) -> Json | None:
    try:
        found = aws.client("backup").get_backup_selection(**_selection(physical_id))
    except ClientError as error:
        if is_gone(error):
            return None
        raise
    return cfn_properties("AWS::Backup::BackupSelection", found) | {"Id": physical_id}


REPORT = ApiResource(
    type_name="AWS::Backup::ReportPlan",
    service="backup",
    create="create_report_plan",
    physical_id="@ReportPlanName",
    read="describe_report_plan",
    found_at="ReportPlan",
    update="update_report_plan",
    delete="delete_report_plan",
    identified_by="ReportPlanName",
    named="ReportPlanName",
    unread=("ReportPlanTags",),
)


TESTING = ApiResource(
    type_name="AWS::Backup::RestoreTestingPlan",
    service="backup",
    create="create_restore_testing_plan",
    physical_id="@RestoreTestingPlanName",
    read="get_restore_testing_plan",
    found_at="RestoreTestingPlan",
    delete="delete_restore_testing_plan",
    identified_by="RestoreTestingPlanName",
)


def _create_testing(aws: Aws, wanted: Json) -> str:
    client = aws.client("backup")
    plan = {name: value for name, value in wanted.items() if name != "Tags"}
    client.create_restore_testing_plan(
        **api_parameters(client, "create_restore_testing_plan", {"RestoreTestingPlan": plan})
    )
    return str(wanted["RestoreTestingPlanName"])


def _update_testing(aws: Aws, name: str, _old: Json, new: Json) -> None:
    client = aws.client("backup")
    plan = {key: value for key, value in new.items() if key not in ("Tags", "RestoreTestingPlanName")}
    parameters = api_parameters(client, "update_restore_testing_plan", {"RestoreTestingPlan": plan})
    client.update_restore_testing_plan(**parameters | {"RestoreTestingPlanName": name})


def _tested(physical_id: str) -> Json:
    plan, name = physical_id.split("|")
    return {"RestoreTestingPlanName": plan, "RestoreTestingSelectionName": name}


def _create_tested(aws: Aws, wanted: Json) -> str:
    client = aws.client("backup")
    selection = {name: value for name, value in wanted.items() if name != "RestoreTestingPlanName"}
    asked = {"RestoreTestingPlanName": wanted["RestoreTestingPlanName"], "RestoreTestingSelection": selection}
    client.create_restore_testing_selection(**api_parameters(client, "create_restore_testing_selection", asked))
    return f"{wanted['RestoreTestingPlanName']}|{wanted['RestoreTestingSelectionName']}"


def _update_tested(aws: Aws, physical_id: str, _old: Json, new: Json) -> None:
    client = aws.client("backup")
    fixed = ("RestoreTestingPlanName", "RestoreTestingSelectionName", "ProtectedResourceType")
    selection = {name: value for name, value in new.items() if name not in fixed}
    parameters = api_parameters(client, "update_restore_testing_selection", {"RestoreTestingSelection": selection})
    client.update_restore_testing_selection(**parameters | _tested(physical_id))


def _read_tested(aws: Aws, physical_id: str) -> Json | None:
    try:
        answer = aws.client("backup").get_restore_testing_selection(**_tested(physical_id))
    except ClientError as error:
        if is_gone(error):
            return None
        raise
    return cfn_properties("AWS::Backup::RestoreTestingSelection", answer["RestoreTestingSelection"])


PROVIDERS = (
    api_provider(VAULT),
    Provider(
        type_name="AWS::Backup::BackupPlan",
        create=_create_plan,
        read=_read_plan,
        update=_update_plan,
        delete=lambda aws, plan_id: aws.client("backup").delete_backup_plan(BackupPlanId=plan_id),
        unread=("BackupPlanTags",),
    ),
    Provider(
        type_name="AWS::Backup::BackupSelection",
        create=_create_selection,
        read=_read_selection,
        delete=lambda aws, physical_id: aws.client("backup").delete_backup_selection(**_selection(physical_id)),
    ),
    api_provider(REPORT),
    Provider(
        type_name="AWS::Backup::RestoreTestingPlan",
        create=_create_testing,
        read=api_provider(TESTING).read,
        update=_update_testing,
        delete=api_provider(TESTING).delete,
        unread=("Tags",),
    ),
    Provider(
        type_name="AWS::Backup::RestoreTestingSelection",
        create=_create_tested,
        read=_read_tested,
        update=_update_tested,
        delete=lambda aws, physical_id: aws.client("backup").delete_restore_testing_selection(**_tested(physical_id)),
    ),
)
