"""Certificate Manager: certificates."""

from __future__ import annotations

from pcicloud.emulator.cloudformation.api_resource import ApiResource, api_provider
from pcicloud.emulator.cloudformation.provider import Aws, Json
from pcicloud.emulator.cloudformation.shapes import tag_list


def _create_more(aws: Aws, arn: str, old: Json, new: Json) -> None:
    client = aws.client("acm")
    before, after = (list(value.get("Tags") or ()) for value in (old, new))
    if gone := [tag for tag in before if tag not in after]:
        client.remove_tags_from_certificate(CertificateArn=arn, Tags=gone)
    if old and after:
        client.add_tags_to_certificate(CertificateArn=arn, Tags=after)


def _more(aws: Aws, arn: str) -> Json:
    client = aws.client("acm")
    found = client.describe_certificate(CertificateArn=arn)["Certificate"]
    tags = client.list_tags_for_certificate(CertificateArn=arn)["Tags"]
    options = found.get("DomainValidationOptions") or [{}]
    return {
        "ValidationMethod": options[0].get("ValidationMethod", "DNS"),
        "KeyAlgorithm": found.get("KeyAlgorithm", "").replace("-", "_"),
        "CertificateTransparencyLoggingPreference": found.get("Options", {}).get(
            "CertificateTransparencyLoggingPreference"
        ),
        "Tags": tag_list(tags),
    }


CERTIFICATE = ApiResource(
    type_name="AWS::CertificateManager::Certificate",
    service="acm",
    create="request_certificate",
    physical_id="CertificateArn",
    read="describe_certificate",
    found_at="Certificate",
    delete="delete_certificate",
    identified_by="CertificateArn",
    finish=_create_more,
    # The zone of a validation record is CloudFormation's own word: ACM does not know it.
    finished=("DomainValidationOptions", "CertificateTransparencyLoggingPreference"),
    more=_more,
    # moto makes an RSA key whatever it is asked for.
    unread=("DomainValidationOptions", "CertificateTransparencyLoggingPreference", "KeyAlgorithm"),
)

PROVIDERS = (api_provider(CERTIFICATE),)
