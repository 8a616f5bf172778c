"""Security Hub: the hub and its standards."""

from __future__ import annotations

from botocore.exceptions import ClientError

from pcicloud.emulator.cloudformation.provider import Aws, Json, Provider, is_gone
from pcicloud.emulator.cloudformation.shapes import api_parameters, cfn_properties

SERVICE = "securityhub"
NOT_ENABLED = "InvalidAccessException"


def _enable(aws: Aws, wanted: Json) -> str:
    client = aws.client(SERVICE)
    client.enable_security_hub(**api_parameters(client, "enable_security_hub", wanted))
    _update_hub(aws, "", {}, wanted)
    return str(client.describe_hub()["HubArn"])


def _update_hub(aws: Aws, _arn: str, _old: Json, new: Json) -> None:
    client = aws.client(SERVICE)
    parameters = api_parameters(client, "update_security_hub_configuration", new)
    if parameters:
        client.update_security_hub_configuration(**parameters)


def _read_hub(aws: Aws, arn: str) -> Json | None:
    try:
        found = aws.client(SERVICE).describe_hub()
    except ClientError as error:
        if is_gone(error) or error.response["Error"]["Code"] == NOT_ENABLED:
            return None
        raise
    return cfn_properties("AWS::SecurityHub::Hub", found) | {"ARN": arn}


def _create_standard(aws: Aws, wanted: Json) -> str:
    request = [{"StandardsArn": wanted["StandardsArn"]}]
    made = aws.client(SERVICE).batch_enable_standards(StandardsSubscriptionRequests=request)["StandardsSubscriptions"]
    return str(made[0]["StandardsSubscriptionArn"])


def _read_standard(aws: Aws, arn: str) -> Json | None:
    try:
        found = aws.client(SERVICE).get_enabled_standards(StandardsSubscriptionArns=[arn])["StandardsSubscriptions"]
    except ClientError as error:
        if error.response["Error"]["Code"] == NOT_ENABLED:
            return None
        raise
    return {"StandardsArn": found[0]["StandardsArn"], "StandardsSubscriptionArn": arn} if found else None


def _delete_standard(aws: Aws, arn: str) -> None:
    aws.client(SERVICE).batch_disable_standards(StandardsSubscriptionArns=[arn])


PROVIDERS = (
    Provider(
        type_name="AWS::SecurityHub::Hub",
        create=_enable,
        read=_read_hub,
        update=_update_hub,
        delete=lambda aws, _arn: aws.client(SERVICE).disable_security_hub(),
        # Only asked when the hub is enabled: no call answers it afterwards.
        unread=("EnableDefaultStandards", "Tags"),
    ),
    Provider(
        type_name="AWS::SecurityHub::Standard",
        create=_create_standard,
        read=_read_standard,
        delete=_delete_standard,
    ),
)
