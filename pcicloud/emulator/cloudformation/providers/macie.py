"""Macie: the account's session."""

from __future__ import annotations

from botocore.exceptions import ClientError

from pcicloud.emulator.cloudformation.provider import Aws, Json, Provider
from pcicloud.emulator.cloudformation.shapes import api_parameters, cfn_properties


def _create(aws: Aws, wanted: Json) -> str:
    client = aws.client("macie2")
    client.enable_macie(**api_parameters(client, "enable_macie", wanted))
    return aws.account_id


def _update(aws: Aws, _account_id: str, _old: Json, new: Json) -> None:
    client = aws.client("macie2")
    client.update_macie_session(**api_parameters(client, "update_macie_session", new))


def _read(aws: Aws, account_id: str) -> Json | None:
    try:
        found = aws.client("macie2").get_macie_session()
    except ClientError as error:
        if error.response["Error"]["Message"] == "Macie is not enabled":
            return None
        raise
    return cfn_properties("AWS::Macie::Session", found) | {"AwsAccountId": account_id}


PROVIDERS = (
    Provider(
        type_name="AWS::Macie::Session",
        create=_create,
        read=_read,
        update=_update,
        delete=lambda aws, _account_id: aws.client("macie2").disable_macie(),
    ),
)
