"""CloudWatch Logs: groups and metric filters."""

from __future__ import annotations

import json

from botocore.exceptions import ClientError

from pcicloud.emulator.cloudformation.api_resource import ApiResource, api_provider
from pcicloud.emulator.cloudformation.provider import Aws, Json, Provider, is_gone
from pcicloud.emulator.cloudformation.retag import retag
from pcicloud.emulator.cloudformation.shapes import api_parameters, cfn_properties


def _set_group(aws: Aws, name: str, old: Json, new: Json) -> None:
    client = aws.client("logs")
    if "RetentionInDays" in new:
        client.put_retention_policy(logGroupName=name, retentionInDays=new["RetentionInDays"])
    elif "RetentionInDays" in old:
        client.delete_retention_policy(logGroupName=name)
    if "DataProtectionPolicy" in new:
        policy = json.dumps(new["DataProtectionPolicy"])
        client.put_data_protection_policy(logGroupIdentifier=name, policyDocument=policy)
    elif "DataProtectionPolicy" in old:
        client.delete_data_protection_policy(logGroupIdentifier=name)
    if old and old.get("KmsKeyId") != new.get("KmsKeyId"):
        client.associate_kms_key(logGroupName=name, kmsKeyId=new["KmsKeyId"])
    if old and old.get("Tags") != new.get("Tags"):
        retag(client, old, new, resourceArn=aws.arn("logs", f"log-group:{name}"))


def _group_more(aws: Aws, name: str) -> Json:
    client = aws.client("logs")
    policy = client.get_data_protection_policy(logGroupIdentifier=name).get("policyDocument")
    found = {"DataProtectionPolicy": json.loads(policy)} if policy else {}
    tags = client.list_tags_for_resource(resourceArn=aws.arn("logs", f"log-group:{name}"))["tags"]
    return found | {"Tags": [{"Key": key, "Value": value} for key, value in sorted(tags.items())]}


GROUP = ApiResource(
    type_name="AWS::Logs::LogGroup",
    service="logs",
    create="create_log_group",
    physical_id="@LogGroupName",
    named="LogGroupName",
    read="describe_log_groups",
    read_by="logGroupNamePrefix",
    found_at="logGroups[?logGroupName=='$id'] | [0]",
    delete="delete_log_group",
    identified_by="logGroupName",
    finish=_set_group,
    finished=("RetentionInDays", "DataProtectionPolicy"),
    more=_group_more,
)


def _put_filter(aws: Aws, wanted: Json) -> str:
    client, name = aws.client("logs"), wanted.get("FilterName") or aws.unique_name()
    parameters = api_parameters(client, "put_metric_filter", wanted | {"FilterName": name})
    for transformation in parameters["metricTransformations"]:
        dimensions = transformation.get("dimensions")
        if isinstance(dimensions, list):
            transformation["dimensions"] = {one["Key"]: one["Value"] for one in dimensions}
    client.put_metric_filter(**parameters)
    return f"{wanted['LogGroupName']}|{name}"


def _update_filter(aws: Aws, physical_id: str, _old: Json, new: Json) -> None:
    _put_filter(aws, new | {"FilterName": physical_id.split("|")[1]})


def _read_filter(aws: Aws, physical_id: str) -> Json | None:
    group, name = physical_id.split("|")
    try:
        found = aws.client("logs").describe_metric_filters(logGroupName=group, filterNamePrefix=name)["metricFilters"]
    except ClientError as error:
        if is_gone(error):
            return None
        raise
    same = [one for one in found if one["filterName"] == name]
    return cfn_properties("AWS::Logs::MetricFilter", same[0]) if same else None


def _delete_filter(aws: Aws, physical_id: str) -> None:
    group, name = physical_id.split("|")
    aws.client("logs").delete_metric_filter(logGroupName=group, filterName=name)


FILTER = Provider(
    type_name="AWS::Logs::MetricFilter",
    create=_put_filter,
    read=_read_filter,
    update=_update_filter,
    delete=_delete_filter,
)

PROVIDERS = (api_provider(GROUP), FILTER)
