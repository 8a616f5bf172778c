"""KMS: keys and aliases."""

from __future__ import annotations

import json

from pcicloud.emulator.cloudformation.api_resource import ApiResource, api_provider
from pcicloud.emulator.cloudformation.provider import Aws, Json, Provider
from pcicloud.emulator.cloudformation.retag import retag


def _set_key(aws: Aws, key_id: str, old: Json, new: Json) -> None:
    client = aws.client("kms")
    if old and old.get("KeyPolicy") != new.get("KeyPolicy"):
        client.put_key_policy(KeyId=key_id, PolicyName="default", Policy=json.dumps(new["KeyPolicy"]))
    if old and old.get("Description") != new.get("Description"):
        client.update_key_description(KeyId=key_id, Description=new.get("Description", ""))
    if new.get("EnableKeyRotation"):
        days = {"RotationPeriodInDays": new["RotationPeriodInDays"]} if "RotationPeriodInDays" in new else {}
        client.enable_key_rotation(KeyId=key_id, **days)
    elif old.get("EnableKeyRotation"):
        client.disable_key_rotation(KeyId=key_id)
    if new.get("Enabled", True) != old.get("Enabled", True):
        (client.enable_key if new.get("Enabled", True) else client.disable_key)(KeyId=key_id)
    if old:
        retag(client, old, new, KeyId=key_id)


def _key_more(aws: Aws, key_id: str) -> Json:
    client = aws.client("kms")
    rotation = client.get_key_rotation_status(KeyId=key_id)
    found = {
        "KeyPolicy": json.loads(client.get_key_policy(KeyId=key_id, PolicyName="default")["Policy"]),
        "EnableKeyRotation": rotation["KeyRotationEnabled"],
    }
    if "RotationPeriodInDays" in rotation:
        found["RotationPeriodInDays"] = rotation["RotationPeriodInDays"]
    return found


KEY = api_provider(
    ApiResource(
        type_name="AWS::KMS::Key",
        service="kms",
        create="create_key",
        physical_id="KeyMetadata.KeyId",
        read="describe_key",
        found_at="[KeyMetadata][?KeyState!='PendingDeletion'] | [0]",
        delete="schedule_key_deletion",
        identified_by="KeyId",
        renamed={"KeyPolicy": "Policy"},
        tags_read=("list_resource_tags", "KeyId", "KeyId"),
        finish=_set_key,
        finished=("EnableKeyRotation", "RotationPeriodInDays", "PendingWindowInDays", "Enabled"),
        more=_key_more,
    )
)


def _read_alias(aws: Aws, name: str) -> Json | None:
    for page in aws.client("kms").get_paginator("list_aliases").paginate():
        for alias in page["Aliases"]:
            if alias["AliasName"] == name:
                return {"AliasName": name, "TargetKeyId": alias.get("TargetKeyId")}
    return None


def _create_alias(aws: Aws, wanted: Json) -> str:
    client = aws.client("kms")
    client.create_alias(AliasName=wanted["AliasName"], TargetKeyId=wanted["TargetKeyId"])
    return str(wanted["AliasName"])


def _update_alias(aws: Aws, name: str, _old: Json, new: Json) -> None:
    aws.client("kms").update_alias(AliasName=name, TargetKeyId=new["TargetKeyId"])


ALIAS = Provider(
    type_name="AWS::KMS::Alias",
    create=_create_alias,
    read=_read_alias,
    update=_update_alias,
    delete=lambda aws, name: aws.client("kms").delete_alias(AliasName=name),
)

PROVIDERS = (KEY, ALIAS)
