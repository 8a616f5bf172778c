"""SNS: topics, their policies, their subscriptions."""

from __future__ import annotations

import json

from botocore.exceptions import ClientError

from pcicloud.emulator.cloudformation.provider import Aws, Json, Provider, is_gone
from pcicloud.emulator.cloudformation.retag import retag
from pcicloud.emulator.cloudformation.shapes import tag_list

TOPIC_ATTRIBUTES = ("DisplayName", "KmsMasterKeyId", "SignatureVersion", "TracingConfig")


def _create_topic(aws: Aws, wanted: Json) -> str:
    attributes = {name: str(wanted[name]) for name in TOPIC_ATTRIBUTES if name in wanted}
    name = wanted.get("TopicName") or aws.unique_name(length_max=256)
    answer = aws.client("sns").create_topic(Name=name, Attributes=attributes, Tags=wanted.get("Tags") or [])
    return str(answer["TopicArn"])


def _update_topic(aws: Aws, arn: str, old: Json, new: Json) -> None:
    client = aws.client("sns")
    for name in TOPIC_ATTRIBUTES:
        if old.get(name) != new.get(name):
            client.set_topic_attributes(TopicArn=arn, AttributeName=name, AttributeValue=str(new.get(name, "")))
    retag(client, old, new, ResourceArn=arn)


def _read_topic(aws: Aws, arn: str) -> Json | None:
    client = aws.client("sns")
    attributes = _topic_attributes(client, arn)
    if attributes is None:
        return None
    found = {name: attributes[name] for name in TOPIC_ATTRIBUTES if attributes.get(name)}
    tags = tag_list(client.list_tags_for_resource(ResourceArn=arn)["Tags"])
    return found | {"TopicArn": arn, "TopicName": arn.rpartition(":")[2], "Tags": tags}


def _topic_attributes(client: Json, arn: str) -> Json | None:
    try:
        return client.get_topic_attributes(TopicArn=arn)["Attributes"]
    except ClientError as error:
        if is_gone(error):
            return None
        raise


def _put_policy(aws: Aws, wanted: Json) -> str:
    for arn in wanted["Topics"]:
        text = json.dumps(wanted["PolicyDocument"])
        aws.client("sns").set_topic_attributes(TopicArn=arn, AttributeName="Policy", AttributeValue=text)
    return "|".join(wanted["Topics"])


def _update_policy(aws: Aws, _physical_id: str, _old: Json, new: Json) -> None:
    _put_policy(aws, new)


def _read_policy(aws: Aws, physical_id: str) -> Json | None:
    client, topics = aws.client("sns"), physical_id.split("|")
    attributes = _topic_attributes(client, topics[0])
    if attributes is None or _is_default(attributes["Policy"]):
        return None
    return {"Topics": topics, "PolicyDocument": json.loads(attributes["Policy"])}


def _is_default(policy: str) -> bool:
    return bool(json.loads(policy).get("Id") == "__default_policy_ID")


def _default_policy(aws: Aws, physical_id: str) -> None:
    for arn in physical_id.split("|"):
        statement = {
            "Sid": "__default_statement_ID",
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": ["SNS:Publish", "SNS:Subscribe", "SNS:GetTopicAttributes", "SNS:SetTopicAttributes"],
            "Resource": arn,
            "Condition": {"StringEquals": {"AWS:SourceOwner": aws.account_id}},
        }
        text = json.dumps({"Version": "2008-10-17", "Id": "__default_policy_ID", "Statement": [statement]})
        aws.client("sns").set_topic_attributes(TopicArn=arn, AttributeName="Policy", AttributeValue=text)


def _subscribe(aws: Aws, wanted: Json) -> str:
    answer = aws.client("sns").subscribe(
        TopicArn=wanted["TopicArn"],
        Protocol=wanted["Protocol"],
        Endpoint=wanted.get("Endpoint", ""),
        ReturnSubscriptionArn=True,
    )
    return str(answer["SubscriptionArn"])


def _read_subscription(aws: Aws, arn: str) -> Json | None:
    try:
        found = aws.client("sns").get_subscription_attributes(SubscriptionArn=arn)["Attributes"]
    except ClientError as error:
        if is_gone(error):
            return None
        raise
    return {name: found[name] for name in ("TopicArn", "Protocol", "Endpoint") if name in found} | {"Arn": arn}


PROVIDERS = (
    Provider(
        type_name="AWS::SNS::Topic",
        create=_create_topic,
        read=_read_topic,
        update=_update_topic,
        delete=lambda aws, arn: aws.client("sns").delete_topic(TopicArn=arn),
    ),
    Provider(
        type_name="AWS::SNS::TopicPolicy",
        create=_put_policy,
        read=_read_policy,
        update=_update_policy,
        delete=_default_policy,
    ),
    Provider(
        type_name="AWS::SNS::Subscription",
        create=_subscribe,
        read=_read_subscription,
        delete=lambda aws, arn: aws.client("sns").unsubscribe(SubscriptionArn=arn),
    ),
)
