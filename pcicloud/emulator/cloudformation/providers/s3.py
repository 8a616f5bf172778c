"""S3: buckets and their policies."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from botocore.exceptions import ClientError

from pcicloud.emulator.cloudformation.provider import Aws, Json, Provider, ProviderError, is_gone

NOT_SET = (
    "NoSuchLifecycleConfiguration",
    "NoSuchPublicAccessBlockConfiguration",
    "NoSuchTagSet",
    "ObjectLockConfigurationNotFoundError",
    "OwnershipControlsNotFoundError",
    "ReplicationConfigurationNotFoundError",
    "ServerSideEncryptionConfigurationNotFoundError",
)


@dataclass(frozen=True, kw_only=True)
class Part:
    """One property of a bucket that has operations of its own: `put_bucket_<name>` and its like."""

    name: str
    parameter: str
    to_api: Callable[[Json], Json]
    to_cfn: Callable[[Json], Json | None]
    get: str = ""
    delete: str | None = None


def _encryption_to_api(value: Json) -> Json:
    rules = []
    for rule in value["ServerSideEncryptionConfiguration"]:
        kept = {key: item for key, item in rule.items() if key != "ServerSideEncryptionByDefault"}
        by_default = rule.get("ServerSideEncryptionByDefault")
        rules.append(kept | ({"ApplyServerSideEncryptionByDefault": by_default} if by_default else {}))
    return {"Rules": rules}


def _encryption_to_cfn(answer: Json) -> Json:
    rules = [dict(rule) for rule in answer["ServerSideEncryptionConfiguration"]["Rules"]]
    for rule in rules:
        rule["ServerSideEncryptionByDefault"] = rule.pop("ApplyServerSideEncryptionByDefault", {})
    return {"ServerSideEncryptionConfiguration": rules}


def _logging_to_api(value: Json) -> Json:
    return {
        "LoggingEnabled": {
            "TargetBucket": value.get("DestinationBucketName", ""),
            "TargetPrefix": value.get("LogFilePrefix", ""),
        }
    }


def _logging_to_cfn(answer: Json) -> Json | None:
    found = answer.get("LoggingEnabled")
    return {"DestinationBucketName": found["TargetBucket"], "LogFilePrefix": found["TargetPrefix"]} if found else None


def _lifecycle_to_api(value: Json) -> Json:
    return {"Rules": [_lifecycle_rule(rule) for rule in value["Rules"]]}


def _lifecycle_rule(rule: Json) -> Json:
    made = {"ID": rule.get("Id", "rule"), "Status": rule["Status"], "Filter": {"Prefix": rule.get("Prefix", "")}}
    if "ExpirationInDays" in rule:
        made["Expiration"] = {"Days": rule["ExpirationInDays"]}
    if "Transitions" in rule:
        made["Transitions"] = [
            {"StorageClass": one["StorageClass"], "Days": one["TransitionInDays"]} for one in rule["Transitions"]
        ]
    if "NoncurrentVersionExpiration" in rule:
        made["NoncurrentVersionExpiration"] = rule["NoncurrentVersionExpiration"]
    if "AbortIncompleteMultipartUpload" in rule:
        made["AbortIncompleteMultipartUpload"] = rule["AbortIncompleteMultipartUpload"]
    known = {
        "Id",
        "Status",
        "Prefix",
        "ExpirationInDays",
        "Transitions",
        "NoncurrentVersionExpiration",
        "AbortIncompleteMultipartUpload",
    }
    if unknown := set(rule) - known:
        raise ProviderError(f"The emulator does not handle {', '.join(sorted(unknown))} in a lifecycle rule")
    return made


def _lifecycle_to_cfn(answer: Json) -> Json:
    rules = []
    for rule in answer["Rules"]:
        made = {"Id": rule.get("ID"), "Status": rule["Status"]}
        if "Days" in rule.get("Expiration", {}):
            made["ExpirationInDays"] = rule["Expiration"]["Days"]
        if rule.get("Transitions"):
            made["Transitions"] = [
                {"StorageClass": one["StorageClass"], "TransitionInDays": one["Days"]} for one in rule["Transitions"]
            ]
        for name in ("NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload"):
            if name in rule:
                made[name] = rule[name]
        prefix = rule.get("Filter", {}).get("Prefix") or rule.get("Prefix")
        rules.append(made | ({"Prefix": prefix} if prefix else {}))
    return {"Rules": rules}


def _same(value: Json) -> Json:
    return value


PARTS = (
    Part(
        name="BucketEncryption",
        parameter="ServerSideEncryptionConfiguration",
        get="encryption",
        to_api=_encryption_to_api,
        to_cfn=_encryption_to_cfn,
        delete="delete_bucket_encryption",
    ),
    Part(
        name="VersioningConfiguration",
        parameter="VersioningConfiguration",
        get="versioning",
        to_api=_same,
        to_cfn=lambda answer: {"Status": answer["Status"]} if "Status" in answer else None,
    ),
    Part(
        name="OwnershipControls",
        parameter="OwnershipControls",
        get="ownership_controls",
        to_api=_same,
        to_cfn=lambda answer: answer["OwnershipControls"],
        delete="delete_bucket_ownership_controls",
    ),
    Part(
        name="LoggingConfiguration",
        parameter="BucketLoggingStatus",
        get="logging",
        to_api=_logging_to_api,
        to_cfn=_logging_to_cfn,
    ),
    Part(
        name="LifecycleConfiguration",
        parameter="LifecycleConfiguration",
        get="lifecycle_configuration",
        to_api=_lifecycle_to_api,
        to_cfn=_lifecycle_to_cfn,
        delete="delete_bucket_lifecycle",
    ),
    Part(
        name="Tags",
        parameter="Tagging",
        get="tagging",
        to_api=lambda value: {"TagSet": value},
        to_cfn=lambda answer: answer["TagSet"],
        delete="delete_bucket_tagging",
    ),
    Part(
        name="NotificationConfiguration",
        parameter="NotificationConfiguration",
        get="notification_configuration",
        to_api=lambda value: {"EventBridgeConfiguration": {}} if "EventBridgeConfiguration" in value else {},
        to_cfn=lambda answer: {
            "EventBridgeConfiguration": {"EventBridgeEnabled": True} if "EventBridgeConfiguration" in answer else {}
        },
    ),
)
BLOCK = "PublicAccessBlockConfiguration"
LOCK = "ObjectLockConfiguration"
HANDLED = {"BucketName", "ObjectLockEnabled", BLOCK, LOCK} | {part.name for part in PARTS}


def _create_bucket(aws: Aws, wanted: Json) -> str:
    if unhandled := set(wanted) - HANDLED:
        raise ProviderError(
            f"The emulator's provider of AWS::S3::Bucket does not handle {', '.join(sorted(unhandled))}"
        )
    client, name = aws.client("s3"), wanted.get("BucketName") or aws.unique_name(length_max=63, lower=True)
    elsewhere = aws.region != "us-east-1"
    client.create_bucket(
        Bucket=name,
        ObjectLockEnabledForBucket=bool(wanted.get("ObjectLockEnabled")),
        **({"CreateBucketConfiguration": {"LocationConstraint": aws.region}} if elsewhere else {}),
    )
    try:
        _update_bucket(aws, name, {}, wanted)
    except (ClientError, ProviderError):
        client.delete_bucket(Bucket=name)
        raise
    return str(name)


def _update_bucket(aws: Aws, name: str, old: Json, new: Json) -> None:
    client = aws.client("s3")
    for part in PARTS:
        if part.name in new and old.get(part.name) != new[part.name]:
            getattr(client, f"put_bucket_{part.get}")(Bucket=name, **{part.parameter: part.to_api(new[part.name])})
        elif part.name in old and part.name not in new and part.delete:
            getattr(client, part.delete)(Bucket=name)
    if BLOCK in new:
        client.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=new[BLOCK])
    elif BLOCK in old:
        client.delete_public_access_block(Bucket=name)
    if LOCK in new and old.get(LOCK) != new[LOCK]:
        client.put_object_lock_configuration(Bucket=name, ObjectLockConfiguration=new[LOCK])


def _read_bucket(aws: Aws, name: str) -> Json | None:
    client = aws.client("s3")
    try:
        client.head_bucket(Bucket=name)
    except ClientError as error:
        if is_gone(error):
            return None
        raise
    found = {
        "BucketName": name,
        "Arn": f"arn:aws:s3:::{name}",
        "DomainName": f"{name}.s3.amazonaws.com",
        "RegionalDomainName": f"{name}.s3.{aws.region}.amazonaws.com",
    }
    for part in PARTS:
        answer = _asked(client, f"get_bucket_{part.get}", name)
        value = None if answer is None else part.to_cfn(answer)
        found |= {} if value is None else {part.name: value}
    block, lock = _asked(client, "get_public_access_block", name), _asked(client, "get_object_lock_configuration", name)
    found |= {BLOCK: block[BLOCK]} if block else {}
    found |= {LOCK: lock[LOCK], "ObjectLockEnabled": lock[LOCK].get("ObjectLockEnabled") == "Enabled"} if lock else {}
    return found


def _asked(client: Json, method: str, name: str) -> Json | None:
    try:
        return getattr(client, method)(Bucket=name)
    except ClientError as error:
        if error.response["Error"]["Code"] in NOT_SET:
            return None
        raise


def _policy_text(wanted: Json) -> str:
    document = wanted["PolicyDocument"]
    return document if isinstance(document, str) else json.dumps(document)


def _put_policy(aws: Aws, wanted: Json) -> str:
    aws.client("s3").put_bucket_policy(Bucket=wanted["Bucket"], Policy=_policy_text(wanted))
    return str(wanted["Bucket"])


def _update_policy(aws: Aws, _bucket: str, _old: Json, new: Json) -> None:
    _put_policy(aws, new)


def _read_policy(aws: Aws, bucket: str) -> Json | None:
    try:
        policy = aws.client("s3").get_bucket_policy(Bucket=bucket)["Policy"]
    except ClientError as error:
        if is_gone(error):
            return None
        raise
    return {"Bucket": bucket, "PolicyDocument": json.loads(policy)}


PROVIDERS = (
    Provider(
        type_name="AWS::S3::Bucket",
        create=_create_bucket,
        read=_read_bucket,
        update=_update_bucket,
        delete=lambda aws, name: aws.client("s3").delete_bucket(Bucket=name),
    ),
    Provider(
        type_name="AWS::S3::BucketPolicy",
        create=_put_policy,
        read=_read_policy,
        update=_update_policy,
        delete=lambda aws, bucket: aws.client("s3").delete_bucket_policy(Bucket=bucket),
    ),
)
