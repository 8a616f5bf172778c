"""RDS: instances, their groups, event subscriptions."""

from __future__ import annotations

from botocore.exceptions import ClientError

from pcicloud.emulator.cloudformation.api_resource import ApiResource, api_provider
from pcicloud.emulator.cloudformation.provider import Aws, Json, Provider, is_gone
from pcicloud.emulator.cloudformation.shapes import api_parameters, cfn_properties, tag_list

INSTANCE = "AWS::RDS::DBInstance"
RENAMED = {"VPCSecurityGroups": "VpcSecurityGroupIds"}
SAME_AS = (
    ("EnableIAMDatabaseAuthentication", "IAMDatabaseAuthenticationEnabled"),
    ("EnableCloudwatchLogsExports", "EnabledCloudwatchLogsExports"),
    ("EnablePerformanceInsights", "PerformanceInsightsEnabled"),
)


def _parameters(client: Json, method: str, wanted: Json) -> Json:
    properties = dict(wanted)
    secret = properties.pop("MasterUserSecret", {})
    if "KmsKeyId" in secret:
        properties["MasterUserSecretKmsKeyId"] = secret["KmsKeyId"]
    for name in ("AllocatedStorage", "Iops", "Port"):
        if name in properties:
            properties[name] = int(properties[name])
    return api_parameters(client, method, properties, RENAMED)


def _create_instance(aws: Aws, wanted: Json) -> str:
    client = aws.client("rds")
    named = {"DBInstanceIdentifier": aws.unique_name(length_max=63, lower=True)} | wanted
    client.create_db_instance(**_parameters(client, "create_db_instance", named))
    return str(named["DBInstanceIdentifier"]).lower()


def _update_instance(aws: Aws, name: str, old: Json, new: Json) -> None:
    client = aws.client("rds")
    changed = {key: value for key, value in new.items() if old.get(key) != value and key != "Tags"}
    parameters = _parameters(client, "modify_db_instance", changed)
    if "EnableCloudwatchLogsExports" in changed:
        before, after = set(old.get("EnableCloudwatchLogsExports") or ()), set(new["EnableCloudwatchLogsExports"])
        parameters["CloudwatchLogsExportConfiguration"] = {
            "EnableLogTypes": sorted(after - before),
            "DisableLogTypes": sorted(before - after),
        }
    client.modify_db_instance(**parameters | {"DBInstanceIdentifier": name, "ApplyImmediately": True})
    _retag(client, aws.arn("rds", f"db:{name}"), old, new)


def _retag(client: Json, arn: str, old: Json, new: Json) -> None:
    before, after = ({tag["Key"] for tag in value.get("Tags") or ()} for value in (old, new))
    if before - after:
        client.remove_tags_from_resource(ResourceName=arn, TagKeys=sorted(before - after))
    if new.get("Tags"):
        client.add_tags_to_resource(ResourceName=arn, Tags=new["Tags"])


def _read_instance(aws: Aws, name: str) -> Json | None:
    try:
        found = aws.client("rds").describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]
    except ClientError as error:
        if is_gone(error):
            return None
        raise
    properties = cfn_properties(INSTANCE, found)
    properties |= {ours: found[theirs] for ours, theirs in SAME_AS if theirs in found}
    groups = found.get("DBParameterGroups") or []
    return properties | {
        "VPCSecurityGroups": [group["VpcSecurityGroupId"] for group in found.get("VpcSecurityGroups", ())],
        "DBParameterGroupName": groups[0]["DBParameterGroupName"] if groups else None,
        "DBSubnetGroupName": found.get("DBSubnetGroup", {}).get("DBSubnetGroupName"),
        "ManageMasterUserPassword": "MasterUserSecret" in found,
        "Endpoint": {key: str(value) for key, value in found.get("Endpoint", {}).items()},
        "Tags": tag_list(found.get("TagList") or []),
    }


def _delete_instance(aws: Aws, name: str) -> None:
    # As CloudFormation does: a protected instance is refused, and a snapshot is the deletion policy's matter.
    aws.client("rds").delete_db_instance(DBInstanceIdentifier=name, SkipFinalSnapshot=True)


def _snapshot(aws: Aws, name: str) -> None:
    snapshot = aws.unique_name(length_max=255, lower=True) + "-snapshot"
    aws.client("rds").create_db_snapshot(DBInstanceIdentifier=name, DBSnapshotIdentifier=snapshot)


def _set_parameters(aws: Aws, name: str, old: Json, new: Json) -> None:
    before, after = old.get("Parameters") or {}, new.get("Parameters") or {}
    changed = [
        {"ParameterName": key, "ParameterValue": str(value), "ApplyMethod": "pending-reboot"}
        for key, value in after.items()
        if before.get(key) != value
    ]
    client = aws.client("rds")
    # The API takes twenty at once.
    for start in range(0, len(changed), 20):
        client.modify_db_parameter_group(DBParameterGroupName=name, Parameters=changed[start : start + 20])
    if old:
        _retag(client, aws.arn("rds", f"pg:{name}"), old, new)


def _parameter_group_more(aws: Aws, name: str) -> Json:
    client = aws.client("rds")
    pages = client.get_paginator("describe_db_parameters").paginate(DBParameterGroupName=name)
    found = {
        parameter["ParameterName"]: parameter["ParameterValue"]
        for page in pages
        for parameter in page["Parameters"]
        if "ParameterValue" in parameter
    }
    tags = client.list_tags_for_resource(ResourceName=aws.arn("rds", f"pg:{name}"))["TagList"]
    return {"Parameters": found, "Tags": tag_list(tags)}


PARAMETER_GROUP = ApiResource(
    type_name="AWS::RDS::DBParameterGroup",
    service="rds",
    create="create_db_parameter_group",
    physical_id="@DBParameterGroupName",
    named="DBParameterGroupName",
    read="describe_db_parameter_groups",
    found_at="DBParameterGroups[0]",
    delete="delete_db_parameter_group",
    identified_by="DBParameterGroupName",
    renamed={"Family": "DBParameterGroupFamily"},
    finish=_set_parameters,
    finished=("Parameters",),
    more=_parameter_group_more,
)

SUBNET_GROUP = ApiResource(
    type_name="AWS::RDS::DBSubnetGroup",
    service="rds",
    create="create_db_subnet_group",
    physical_id="@DBSubnetGroupName",
    named="DBSubnetGroupName",
    read="describe_db_subnet_groups",
    found_at="DBSubnetGroups[0]",
    update="modify_db_subnet_group",
    delete="delete_db_subnet_group",
    identified_by="DBSubnetGroupName",
    attributes={"SubnetIds": "Subnets[].SubnetIdentifier"},
    tags_read=("list_tags_for_resource", "ResourceName", "DBSubnetGroupArn"),
)

SUBSCRIPTION = "AWS::RDS::EventSubscription"


def _create_subscription(aws: Aws, wanted: Json) -> str:
    client = aws.client("rds")
    named = {"SubscriptionName": aws.unique_name(length_max=255)} | wanted
    client.create_event_subscription(**api_parameters(client, "create_event_subscription", named))
    return str(named["SubscriptionName"])


def _update_subscription(aws: Aws, name: str, _old: Json, new: Json) -> None:
    client = aws.client("rds")
    client.modify_event_subscription(
        **api_parameters(client, "modify_event_subscription", new | {"SubscriptionName": name})
    )


def _read_subscription(aws: Aws, name: str) -> Json | None:
    client = aws.client("rds")
    try:
        listed = client.describe_event_subscriptions(SubscriptionName=name)["EventSubscriptionsList"]
    except ClientError as error:
        if is_gone(error):
            return None
        raise
    if not listed:
        return None
    found = listed[0]
    tags = client.list_tags_for_resource(ResourceName=aws.arn("rds", f"es:{name}"))["TagList"]
    return cfn_properties(SUBSCRIPTION, found) | {
        "SubscriptionName": name,
        "SourceIds": found.get("SourceIdsList", []),
        "EventCategories": found.get("EventCategoriesList", []),
        "Tags": tag_list(tags),
    }


PROVIDERS = (
    Provider(
        type_name=INSTANCE,
        create=_create_instance,
        read=_read_instance,
        update=_update_instance,
        delete=_delete_instance,
        snapshot=_snapshot,
    ),
    api_provider(PARAMETER_GROUP),
    api_provider(SUBNET_GROUP),
    Provider(
        type_name=SUBSCRIPTION,
        create=_create_subscription,
        read=_read_subscription,
        update=_update_subscription,
        delete=lambda aws, name: aws.client("rds").delete_event_subscription(SubscriptionName=name),
    ),
)
