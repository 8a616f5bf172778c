"""GuardDuty: detectors."""

from __future__ import annotations

from botocore.exceptions import ClientError

from pcicloud.emulator.cloudformation.provider import Aws, Json, Provider, is_gone
from pcicloud.emulator.cloudformation.shapes import api_parameters, cfn_properties


def _create(aws: Aws, wanted: Json) -> str:
    client = aws.client("guardduty")
    return str(client.create_detector(**api_parameters(client, "create_detector", wanted))["DetectorId"])


def _update(aws: Aws, detector_id: str, old: Json, new: Json) -> None:
    client = aws.client("guardduty")
    client.update_detector(**api_parameters(client, "update_detector", new) | {"DetectorId": detector_id})
    if new.get("Tags") and old.get("Tags") != new["Tags"]:
        tags = {tag["Key"]: tag["Value"] for tag in new["Tags"]}
        client.tag_resource(ResourceArn=aws.arn("guardduty", f"detector/{detector_id}"), Tags=tags)


def _read(aws: Aws, detector_id: str) -> Json | None:
    client = aws.client("guardduty")
    try:
        found = client.get_detector(DetectorId=detector_id)
    except ClientError as error:
        if is_gone(error) or error.response["Error"]["Code"] == "BadRequestException":
            return None
        raise
    properties = cfn_properties("AWS::GuardDuty::Detector", found)
    return properties | {"Enable": found["Status"] == "ENABLED", "Id": detector_id}


PROVIDERS = (
    Provider(
        type_name="AWS::GuardDuty::Detector",
        create=_create,
        read=_read,
        update=_update,
        delete=lambda aws, detector_id: aws.client("guardduty").delete_detector(DetectorId=detector_id),
    ),
)
