"""EventBridge: rules and their targets."""

from __future__ import annotations

import json

from botocore.exceptions import ClientError

from pcicloud.emulator.cloudformation.provider import Aws, Json, Provider, is_gone
from pcicloud.emulator.cloudformation.shapes import api_parameters, cfn_properties, tag_list


def _put_rule(aws: Aws, name: str, old: Json, new: Json) -> None:
    client = aws.client("events")
    client.put_rule(**api_parameters(client, "put_rule", new | {"Name": name}))
    kept = {target["Id"] for target in new.get("Targets") or ()}
    if gone := [target["Id"] for target in old.get("Targets") or () if target["Id"] not in kept]:
        client.remove_targets(Rule=name, Ids=gone)
    if new.get("Targets"):
        client.put_targets(Rule=name, Targets=new["Targets"])


def _create_rule(aws: Aws, wanted: Json) -> str:
    name = wanted.get("Name") or aws.unique_name()
    _put_rule(aws, name, {}, wanted)
    return str(name)


def _read_rule(aws: Aws, name: str) -> Json | None:
    client = aws.client("events")
    try:
        rule = client.describe_rule(Name=name)
    except ClientError as error:
        if is_gone(error):
            return None
        raise
    found = cfn_properties("AWS::Events::Rule", rule)
    if "EventPattern" in rule:
        found["EventPattern"] = json.loads(rule["EventPattern"])
    tags = client.list_tags_for_resource(ResourceARN=rule["Arn"])["Tags"]
    return found | {"Targets": client.list_targets_by_rule(Rule=name)["Targets"], "Tags": tag_list(tags)}


def _delete_rule(aws: Aws, name: str) -> None:
    client = aws.client("events")
    if targets := [target["Id"] for target in client.list_targets_by_rule(Rule=name)["Targets"]]:
        client.remove_targets(Rule=name, Ids=targets)
    client.delete_rule(Name=name)


PROVIDERS = (
    Provider(
        type_name="AWS::Events::Rule", create=_create_rule, read=_read_rule, update=_put_rule, delete=_delete_rule
    ),
)
