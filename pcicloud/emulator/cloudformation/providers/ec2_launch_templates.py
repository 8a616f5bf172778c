"""EC2: launch templates."""

from __future__ import annotations

from botocore.exceptions import ClientError

from pcicloud.emulator.cloudformation.provider import Aws, Json, Provider, is_gone
from pcicloud.emulator.cloudformation.shapes import api_parameters, cfn_properties


def _create(aws: Aws, wanted: Json) -> str:
    client = aws.client("ec2")
    named = {"LaunchTemplateName": aws.unique_name(length_max=128)} | wanted
    answer = client.create_launch_template(**api_parameters(client, "create_launch_template", named))
    return str(answer["LaunchTemplate"]["LaunchTemplateId"])


def _update(aws: Aws, template_id: str, _old: Json, new: Json) -> None:
    client = aws.client("ec2")
    data = api_parameters(client, "create_launch_template_version", {"LaunchTemplateData": new["LaunchTemplateData"]})
    answer = client.create_launch_template_version(LaunchTemplateId=template_id, **data)
    version = str(answer["LaunchTemplateVersion"]["VersionNumber"])
    client.modify_launch_template(LaunchTemplateId=template_id, DefaultVersion=version)


def _read(aws: Aws, template_id: str) -> Json | None:
    client = aws.client("ec2")
    try:
        found = client.describe_launch_templates(LaunchTemplateIds=[template_id])["LaunchTemplates"]
    except ClientError as error:
        if is_gone(error):
            return None
        raise
    if not found:
        return None
    latest = client.describe_launch_template_versions(LaunchTemplateId=template_id, Versions=["$Latest"])
    properties = cfn_properties("AWS::EC2::LaunchTemplate", latest["LaunchTemplateVersions"][0])
    return properties | {
        "LaunchTemplateId": template_id,
        "LaunchTemplateName": found[0]["LaunchTemplateName"],
        "LatestVersionNumber": str(found[0]["LatestVersionNumber"]),
        "DefaultVersionNumber": str(found[0]["DefaultVersionNumber"]),
    }


PROVIDERS = (
    Provider(
        type_name="AWS::EC2::LaunchTemplate",
        create=_create,
        read=_read,
        update=_update,
        delete=lambda aws, template_id: aws.client("ec2").delete_launch_template(LaunchTemplateId=template_id),
    ),
)
