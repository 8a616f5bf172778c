"""Secrets Manager: secrets and their rotation."""

from __future__ import annotations

import json

from botocore.exceptions import ClientError

from pcicloud.emulator.cloudformation.provider import Aws, Json, Provider, is_gone
from pcicloud.emulator.cloudformation.retag import retag
from pcicloud.emulator.cloudformation.shapes import api_parameters, tag_list

RULE_FIELDS = ("AutomaticallyAfterDays", "Duration", "ScheduleExpression")


def _create_secret(aws: Aws, wanted: Json) -> str:
    client = aws.client("secretsmanager")
    properties = {"Name": aws.unique_name()} | wanted
    if "GenerateSecretString" in wanted:
        properties["SecretString"] = _generated(client, wanted["GenerateSecretString"])
    return str(client.create_secret(**api_parameters(client, "create_secret", properties))["ARN"])


def _generated(client: Json, asked: Json) -> str:
    parameters = api_parameters(client, "get_random_password", asked)
    password = client.get_random_password(**parameters)["RandomPassword"]
    if "GenerateStringKey" not in asked:
        return str(password)
    return json.dumps(json.loads(asked.get("SecretStringTemplate") or "{}") | {asked["GenerateStringKey"]: password})


def _update_secret(aws: Aws, arn: str, old: Json, new: Json) -> None:
    client = aws.client("secretsmanager")
    changed = {
        name: new[name]
        for name in ("Description", "KmsKeyId", "SecretString")
        if new.get(name) != old.get(name) and name in new
    }
    if changed:
        client.update_secret(SecretId=arn, **changed)
    retag(client, old, new, SecretId=arn)


def _described(aws: Aws, arn: str) -> Json | None:
    try:
        found = aws.client("secretsmanager").describe_secret(SecretId=arn)
    except ClientError as error:
        if is_gone(error):
            return None
        raise
    return None if found.get("DeletedDate") else found


def _read_secret(aws: Aws, arn: str) -> Json | None:
    found = _described(aws, arn)
    if found is None:
        return None
    kept = {name: found[name] for name in ("Name", "Description", "KmsKeyId") if name in found}
    return kept | {"Id": arn, "Tags": tag_list(found.get("Tags") or [])}


def _delete_secret(aws: Aws, arn: str) -> None:
    aws.client("secretsmanager").delete_secret(SecretId=arn, ForceDeleteWithoutRecovery=True)


def _rotate(aws: Aws, wanted: Json) -> str:
    client = aws.client("secretsmanager")
    asked = {name: wanted[name] for name in ("SecretId", "RotationRules", "RotationLambdaARN") if name in wanted}
    # A test of the rotation would call a function that the emulator does not run.
    client.rotate_secret(**asked, RotateImmediately=False)
    return str(wanted["SecretId"])


def _update_rotation(aws: Aws, _secret_id: str, _old: Json, new: Json) -> None:
    _rotate(aws, new)


def _read_rotation(aws: Aws, secret_id: str) -> Json | None:
    found = _described(aws, secret_id)
    if found is None or not found.get("RotationEnabled"):
        return None
    rules = {name: found["RotationRules"][name] for name in RULE_FIELDS if name in found.get("RotationRules", {})}
    function = {"RotationLambdaARN": found["RotationLambdaARN"]} if found.get("RotationLambdaARN") else {}
    return {"Id": secret_id, "SecretId": secret_id, "RotationRules": rules} | function


def _end_rotation(aws: Aws, secret_id: str) -> None:
    found = _described(aws, secret_id)
    # The rotation of a secret that a service manages has no function, and ends with the secret.
    if found is not None and found.get("RotationLambdaARN"):
        aws.client("secretsmanager").cancel_rotate_secret(SecretId=secret_id)


PROVIDERS = (
    Provider(
        type_name="AWS::SecretsManager::Secret",
        create=_create_secret,
        read=_read_secret,
        update=_update_secret,
        delete=_delete_secret,
    ),
    Provider(
        type_name="AWS::SecretsManager::RotationSchedule",
        create=_rotate,
        read=_read_rotation,
        update=_update_rotation,
        delete=_end_rotation,
    ),
)
