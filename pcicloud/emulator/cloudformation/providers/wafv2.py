"""WAF: web ACLs, their associations, their logging."""

from __future__ import annotations

from botocore.exceptions import ClientError

from pcicloud.emulator.cloudformation.provider import Aws, Json, Provider, ProviderError, is_gone
from pcicloud.emulator.cloudformation.retag import retag
from pcicloud.emulator.cloudformation.shapes import api_parameters, cfn_properties, tag_list

ACL = "AWS::WAFv2::WebACL"
GONE = "WAFNonexistentItemException"


def _asked(physical_id: str) -> Json:
    name, acl_id, scope = physical_id.split("|")
    return {"Name": name, "Id": acl_id, "Scope": scope}


def _create_acl(aws: Aws, wanted: Json) -> str:
    client = aws.client("wafv2")
    named = {"Name": aws.unique_name(length_max=128)} | wanted
    summary = client.create_web_acl(**api_parameters(client, "create_web_acl", named))["Summary"]
    return f"{summary['Name']}|{summary['Id']}|{wanted['Scope']}"


def _found(aws: Aws, physical_id: str) -> Json | None:
    try:
        return aws.client("wafv2").get_web_acl(**_asked(physical_id))
    except ClientError as error:
        if is_gone(error) or error.response["Error"]["Code"] == GONE:
            return None
        raise


def _read_acl(aws: Aws, physical_id: str) -> Json | None:
    found = _found(aws, physical_id)
    if found is None:
        return None
    acl = found["WebACL"]
    tags = aws.client("wafv2").list_tags_for_resource(ResourceARN=acl["ARN"])["TagInfoForResource"]["TagList"]
    name, acl_id, scope = physical_id.split("|")
    return cfn_properties(ACL, acl) | {
        "Name": name,
        "Id": acl_id,
        "Arn": acl["ARN"],
        "Scope": scope,
        "Tags": tag_list(tags),
    }


def _update_acl(aws: Aws, physical_id: str, old: Json, new: Json) -> None:
    client, found = aws.client("wafv2"), _found(aws, physical_id)
    if found is None:
        raise ProviderError(f"The web ACL {physical_id} is gone")
    parameters = api_parameters(client, "update_web_acl", new) | _asked(physical_id)
    client.update_web_acl(**parameters | {"LockToken": found["LockToken"]})
    retag(client, old, new, ResourceARN=found["WebACL"]["ARN"])


def _delete_acl(aws: Aws, physical_id: str) -> None:
    found = _found(aws, physical_id)
    if found is not None:
        aws.client("wafv2").delete_web_acl(**_asked(physical_id), LockToken=found["LockToken"])


def _associate(aws: Aws, wanted: Json) -> str:
    aws.client("wafv2").associate_web_acl(WebACLArn=wanted["WebACLArn"], ResourceArn=wanted["ResourceArn"])
    return f"{wanted['WebACLArn']}|{wanted['ResourceArn']}"


def _read_association(aws: Aws, physical_id: str) -> Json | None:
    resource = physical_id.split("|")[1]
    try:
        found = aws.client("wafv2").get_web_acl_for_resource(ResourceArn=resource).get("WebACL")
    except ClientError as error:
        if is_gone(error) or error.response["Error"]["Code"] == GONE:
            return None
        raise
    return {"WebACLArn": found["ARN"], "ResourceArn": resource} if found else None


def _disassociate(aws: Aws, physical_id: str) -> None:
    aws.client("wafv2").disassociate_web_acl(ResourceArn=physical_id.split("|")[1])


def _put_logging(aws: Aws, wanted: Json) -> str:
    client = aws.client("wafv2")
    client.put_logging_configuration(
        **api_parameters(client, "put_logging_configuration", {"LoggingConfiguration": wanted})
    )
    return str(wanted["ResourceArn"])


def _update_logging(aws: Aws, _arn: str, _old: Json, new: Json) -> None:
    _put_logging(aws, new)


def _read_logging(aws: Aws, arn: str) -> Json | None:
    try:
        found = aws.client("wafv2").get_logging_configuration(ResourceArn=arn)["LoggingConfiguration"]
    except ClientError as error:
        if is_gone(error) or error.response["Error"]["Code"] == GONE:
            return None
        raise
    return cfn_properties("AWS::WAFv2::LoggingConfiguration", found)


PROVIDERS = (
    Provider(type_name=ACL, create=_create_acl, read=_read_acl, update=_update_acl, delete=_delete_acl),
    Provider(
        type_name="AWS::WAFv2::WebACLAssociation", create=_associate, read=_read_association, delete=_disassociate
    ),
    Provider(
        type_name="AWS::WAFv2::LoggingConfiguration",
        create=_put_logging,
        read=_read_logging,
        update=_update_logging,
        delete=lambda aws, arn: aws.client("wafv2").delete_logging_configuration(ResourceArn=arn),
    ),
)
