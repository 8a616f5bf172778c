"""Systems Manager: associations, documents, parameters, patch baselines."""

from __future__ import annotations

import json

from botocore.exceptions import ClientError

from pcicloud.emulator.cloudformation.api_resource import ApiResource, api_provider
from pcicloud.emulator.cloudformation.provider import Aws, Json, Provider, is_gone
from pcicloud.emulator.cloudformation.shapes import api_parameters, cfn_properties, tag_list


def _tags_of(aws: Aws, kind: str, identifier: str) -> Json:
    return tag_list(aws.client("ssm").list_tags_for_resource(ResourceType=kind, ResourceId=identifier)["TagList"])


ASSOCIATION = ApiResource(
    type_name="AWS::SSM::Association",
    service="ssm",
    create="create_association",
    physical_id="AssociationDescription.AssociationId",
    read="describe_association",
    found_at="AssociationDescription",
    update="update_association",
    delete="delete_association",
    identified_by="AssociationId",
    more=lambda aws, association_id: {"Tags": _tags_of(aws, "Association", association_id)},
)


def _document(wanted: Json) -> str:
    content = wanted["Content"]
    return content if isinstance(content, str) else json.dumps(content)


def _create_document(aws: Aws, wanted: Json) -> str:
    client = aws.client("ssm")
    named = {"Name": aws.unique_name(), "DocumentType": "Command", "DocumentFormat": "JSON"} | wanted
    client.create_document(**api_parameters(client, "create_document", named | {"Content": _document(wanted)}))
    return str(named["Name"])


def _update_document(aws: Aws, name: str, old: Json, new: Json) -> None:
    client = aws.client("ssm")
    if old["Content"] != new["Content"]:
        kind = new.get("DocumentFormat", "JSON")
        answer = client.update_document(
            Name=name, Content=_document(new), DocumentVersion="$LATEST", DocumentFormat=kind
        )
        version = answer["DocumentDescription"]["DocumentVersion"]
        client.update_document_default_version(Name=name, DocumentVersion=version)


def _read_document(aws: Aws, name: str) -> Json | None:
    client = aws.client("ssm")
    try:
        described = client.describe_document(Name=name)["Document"]
        document = client.get_document(Name=name, DocumentFormat=described["DocumentFormat"])
    except ClientError as error:
        if is_gone(error) or error.response["Error"]["Code"] == "InvalidDocument":
            return None
        raise
    content = document["Content"]
    is_json = described["DocumentFormat"] == "JSON"
    found = cfn_properties("AWS::SSM::Document", described)
    return found | {
        "Content": json.loads(content) if is_json else content,
        "Tags": tag_list(described.get("Tags") or []),
    }


def _create_parameter(aws: Aws, wanted: Json) -> str:
    client = aws.client("ssm")
    named = {"Name": aws.unique_name()} | wanted
    tags = [{"Key": key, "Value": value} for key, value in (wanted.get("Tags") or {}).items()]
    parameters = api_parameters(client, "put_parameter", named | {"Tags": tags})
    client.put_parameter(**parameters)
    return str(named["Name"])


def _update_parameter(aws: Aws, name: str, _old: Json, new: Json) -> None:
    client = aws.client("ssm")
    untagged = {key: value for key, value in new.items() if key != "Tags"}
    parameters = api_parameters(client, "put_parameter", untagged)
    client.put_parameter(**parameters | {"Name": name, "Overwrite": True})
    if new.get("Tags"):
        tags = [{"Key": key, "Value": value} for key, value in new["Tags"].items()]
        client.add_tags_to_resource(ResourceType="Parameter", ResourceId=name, Tags=tags)


def _read_parameter(aws: Aws, name: str) -> Json | None:
    client = aws.client("ssm")
    try:
        found = client.get_parameter(Name=name)["Parameter"]
    except ClientError as error:
        if is_gone(error):
            return None
        raise
    wanted = [{"Key": "Name", "Option": "Equals", "Values": [name]}]
    described = client.describe_parameters(ParameterFilters=wanted)["Parameters"]
    tags = client.list_tags_for_resource(ResourceType="Parameter", ResourceId=name)["TagList"]
    about = cfn_properties("AWS::SSM::Parameter", described[0]) if described else {}
    return about | {
        "Name": name,
        "Type": found["Type"],
        "Value": found["Value"],
        "Tags": {tag["Key"]: tag["Value"] for tag in tags},
    }


def _set_groups(aws: Aws, baseline_id: str, old: Json, new: Json) -> None:
    client = aws.client("ssm")
    before, after = set(old.get("PatchGroups") or ()), set(new.get("PatchGroups") or ())
    for group in sorted(before - after):
        client.deregister_patch_baseline_for_patch_group(BaselineId=baseline_id, PatchGroup=group)
    for group in sorted(after - before):
        client.register_patch_baseline_for_patch_group(BaselineId=baseline_id, PatchGroup=group)


BASELINE = api_provider(
    ApiResource(
        type_name="AWS::SSM::PatchBaseline",
        service="ssm",
        create="create_patch_baseline",
        physical_id="BaselineId",
        read="get_patch_baseline",
        update="update_patch_baseline",
        delete="delete_patch_baseline",
        identified_by="BaselineId",
        finish=_set_groups,
        finished=("PatchGroups",),
        more=lambda aws, baseline_id: {"Tags": _tags_of(aws, "PatchBaseline", baseline_id)},
    )
)


def _delete_baseline(aws: Aws, baseline_id: str) -> None:
    found = BASELINE.read(aws, baseline_id)
    if found is not None:
        _set_groups(aws, baseline_id, found, {})
        BASELINE.delete(aws, baseline_id)


PROVIDERS = (
    api_provider(ASSOCIATION),
    Provider(
        type_name="AWS::SSM::Document",
        create=_create_document,
        read=_read_document,
        update=_update_document,
        delete=lambda aws, name: aws.client("ssm").delete_document(Name=name),
    ),
    Provider(
        type_name="AWS::SSM::Parameter",
        create=_create_parameter,
        read=_read_parameter,
        update=_update_parameter,
        delete=lambda aws, name: aws.client("ssm").delete_parameter(Name=name),
    ),
    Provider(
        type_name=BASELINE.type_name,
        create=BASELINE.create,
        read=BASELINE.read,
        update=BASELINE.update,
        delete=_delete_baseline,
    ),
)
