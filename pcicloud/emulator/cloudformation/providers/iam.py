"""IAM: roles, managed policies, instance profiles."""

from __future__ import annotations

import json
from urllib.parse import unquote

from botocore.exceptions import ClientError

from pcicloud.emulator.cloudformation.provider import Aws, Json, Provider, is_gone
from pcicloud.emulator.cloudformation.shapes import tag_list


def _document(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _parsed(value: Json) -> Json:
    return json.loads(unquote(value)) if isinstance(value, str) else value


def _create_role(aws: Aws, wanted: Json) -> str:
    client, name = aws.client("iam"), wanted.get("RoleName") or aws.unique_name()
    optional = ("Path", "Description", "MaxSessionDuration", "Tags")
    given = {key: wanted[key] for key in optional if key in wanted}
    if "PermissionsBoundary" in wanted:
        given["PermissionsBoundary"] = wanted["PermissionsBoundary"]
    trust = _document(wanted["AssumeRolePolicyDocument"])
    client.create_role(RoleName=name, AssumeRolePolicyDocument=trust, **given)
    try:
        _set_role_policies(client, name, {}, wanted)
    except ClientError:
        _delete_role(aws, name)
        raise
    return str(name)


def _set_role_policies(client: Json, name: str, old: Json, new: Json) -> None:
    before, after = set(old.get("ManagedPolicyArns") or ()), set(new.get("ManagedPolicyArns") or ())
    for arn in sorted(before - after):
        client.detach_role_policy(RoleName=name, PolicyArn=arn)
    for arn in sorted(after - before):
        client.attach_role_policy(RoleName=name, PolicyArn=arn)
    inline = {policy["PolicyName"]: policy["PolicyDocument"] for policy in new.get("Policies") or ()}
    for policy in old.get("Policies") or ():
        if policy["PolicyName"] not in inline:
            client.delete_role_policy(RoleName=name, PolicyName=policy["PolicyName"])
    for policy_name, document in inline.items():
        client.put_role_policy(RoleName=name, PolicyName=policy_name, PolicyDocument=_document(document))


def _update_role(aws: Aws, name: str, old: Json, new: Json) -> None:
    client = aws.client("iam")
    client.update_assume_role_policy(RoleName=name, PolicyDocument=_document(new["AssumeRolePolicyDocument"]))
    given = {key: new[key] for key in ("Description", "MaxSessionDuration") if key in new}
    client.update_role(RoleName=name, **given)
    if "PermissionsBoundary" in new:
        client.put_role_permissions_boundary(RoleName=name, PermissionsBoundary=new["PermissionsBoundary"])
    elif "PermissionsBoundary" in old:
        client.delete_role_permissions_boundary(RoleName=name)
    _set_role_policies(client, name, old, new)
    before, after = ({tag["Key"] for tag in value.get("Tags") or ()} for value in (old, new))
    if before - after:
        client.untag_role(RoleName=name, TagKeys=sorted(before - after))
    if new.get("Tags"):
        client.tag_role(RoleName=name, Tags=new["Tags"])


def _read_role(aws: Aws, name: str) -> Json | None:
    client = aws.client("iam")
    try:
        role = client.get_role(RoleName=name)["Role"]
    except ClientError as error:
        if is_gone(error):
            return None
        raise
    attached = client.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
    inline = client.list_role_policies(RoleName=name)["PolicyNames"]
    documents = [client.get_role_policy(RoleName=name, PolicyName=one) for one in sorted(inline)]
    found = {
        key: role[key]
        for key in ("RoleName", "Path", "Description", "MaxSessionDuration", "Arn", "RoleId")
        if key in role
    }
    if role.get("PermissionsBoundary"):
        found["PermissionsBoundary"] = role["PermissionsBoundary"]["PermissionsBoundaryArn"]
    return found | {
        "AssumeRolePolicyDocument": _parsed(role["AssumeRolePolicyDocument"]),
        "ManagedPolicyArns": sorted(policy["PolicyArn"] for policy in attached),
        "Policies": [
            {"PolicyName": one["PolicyName"], "PolicyDocument": _parsed(one["PolicyDocument"])} for one in documents
        ],
        "Tags": tag_list(role.get("Tags") or []),
    }


def _delete_role(aws: Aws, name: str) -> None:
    client = aws.client("iam")
    for policy in client.list_attached_role_policies(RoleName=name)["AttachedPolicies"]:
        client.detach_role_policy(RoleName=name, PolicyArn=policy["PolicyArn"])
    for policy_name in client.list_role_policies(RoleName=name)["PolicyNames"]:
        client.delete_role_policy(RoleName=name, PolicyName=policy_name)
    client.delete_role(RoleName=name)


def _create_policy(aws: Aws, wanted: Json) -> str:
    client, name = aws.client("iam"), wanted.get("ManagedPolicyName") or aws.unique_name(length_max=128)
    given = {key: wanted[key] for key in ("Path", "Description", "Tags") if key in wanted}
    answer = client.create_policy(PolicyName=name, PolicyDocument=_document(wanted["PolicyDocument"]), **given)
    arn = str(answer["Policy"]["Arn"])
    for role in wanted.get("Roles") or ():
        client.attach_role_policy(RoleName=role, PolicyArn=arn)
    return arn


def _update_policy(aws: Aws, arn: str, old: Json, new: Json) -> None:
    client = aws.client("iam")
    if old["PolicyDocument"] != new["PolicyDocument"]:
        for version in client.list_policy_versions(PolicyArn=arn)["Versions"]:
            if not version["IsDefaultVersion"]:
                client.delete_policy_version(PolicyArn=arn, VersionId=version["VersionId"])
        client.create_policy_version(PolicyArn=arn, PolicyDocument=_document(new["PolicyDocument"]), SetAsDefault=True)
    before, after = set(old.get("Roles") or ()), set(new.get("Roles") or ())
    for role in sorted(before - after):
        client.detach_role_policy(RoleName=role, PolicyArn=arn)
    for role in sorted(after - before):
        client.attach_role_policy(RoleName=role, PolicyArn=arn)


def _read_policy(aws: Aws, arn: str) -> Json | None:
    client = aws.client("iam")
    try:
        policy = client.get_policy(PolicyArn=arn)["Policy"]
    except ClientError as error:
        if is_gone(error):
            return None
        raise
    version = client.get_policy_version(PolicyArn=arn, VersionId=policy["DefaultVersionId"])["PolicyVersion"]
    roles = client.list_entities_for_policy(PolicyArn=arn)["PolicyRoles"]
    return {
        "PolicyArn": arn,
        "ManagedPolicyName": policy["PolicyName"],
        "Path": policy["Path"],
        "Description": policy.get("Description", ""),
        "PolicyDocument": _parsed(version["Document"]),
        "Roles": sorted(role["RoleName"] for role in roles),
        "Tags": tag_list(policy.get("Tags") or []),
    }


def _delete_policy(aws: Aws, arn: str) -> None:
    client = aws.client("iam")
    for role in client.list_entities_for_policy(PolicyArn=arn)["PolicyRoles"]:
        client.detach_role_policy(RoleName=role["RoleName"], PolicyArn=arn)
    for version in client.list_policy_versions(PolicyArn=arn)["Versions"]:
        if not version["IsDefaultVersion"]:
            client.delete_policy_version(PolicyArn=arn, VersionId=version["VersionId"])
    client.delete_policy(PolicyArn=arn)


def _create_profile(aws: Aws, wanted: Json) -> str:
    client, name = aws.client("iam"), wanted.get("InstanceProfileName") or aws.unique_name(length_max=128)
    client.create_instance_profile(InstanceProfileName=name, Path=wanted.get("Path", "/"))
    for role in wanted["Roles"]:
        client.add_role_to_instance_profile(InstanceProfileName=name, RoleName=role)
    return str(name)


def _update_profile(aws: Aws, name: str, old: Json, new: Json) -> None:
    client = aws.client("iam")
    for role in old["Roles"]:
        client.remove_role_from_instance_profile(InstanceProfileName=name, RoleName=role)
    for role in new["Roles"]:
        client.add_role_to_instance_profile(InstanceProfileName=name, RoleName=role)


def _read_profile(aws: Aws, name: str) -> Json | None:
    try:
        found = aws.client("iam").get_instance_profile(InstanceProfileName=name)["InstanceProfile"]
    except ClientError as error:
        if is_gone(error):
            return None
        raise
    return {
        "InstanceProfileName": name,
        "Path": found["Path"],
        "Arn": found["Arn"],
        "Roles": [role["RoleName"] for role in found["Roles"]],
    }


def _delete_profile(aws: Aws, name: str) -> None:
    client = aws.client("iam")
    for role in client.get_instance_profile(InstanceProfileName=name)["InstanceProfile"]["Roles"]:
        client.remove_role_from_instance_profile(InstanceProfileName=name, RoleName=role["RoleName"])
    client.delete_instance_profile(InstanceProfileName=name)


PROVIDERS = (
    Provider(
        type_name="AWS::IAM::Role", create=_create_role, read=_read_role, update=_update_role, delete=_delete_role
    ),
    Provider(
        type_name="AWS::IAM::ManagedPolicy",
        create=_create_policy,
        read=_read_policy,
        update=_update_policy,
        delete=_delete_policy,
    ),
    Provider(
        type_name="AWS::IAM::InstanceProfile",
        create=_create_profile,
        read=_read_profile,
        update=_update_profile,
        delete=_delete_profile,
    ),
)
