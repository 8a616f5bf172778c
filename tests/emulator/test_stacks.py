"""Stacks from creation to deletion."""

from __future__ import annotations

import time
from typing import Any

import pytest
from botocore.exceptions import ClientError

from pcicloud.emulator.process import EmulatorStatus
from tests.emulator.conftest import Client
from tests.emulator.stacks import body, create, delete, physical_id, settled, update
from tests.emulator.test_gateway import ask

pytestmark = [pytest.mark.aws, pytest.mark.usefixtures("emptied")]

TOPIC = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "alerts"}}
BROKEN = {"Type": "AWS::SNS::Subscription", "Properties": {"TopicArn": "arn:aws:sns:x:1:none", "Protocol": "email"}}


def _group(name: str, **properties: Any) -> dict[str, Any]:
    return {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": name, **properties}}


def _topics(client: Client) -> list[str]:
    return [topic["TopicArn"] for topic in client("sns").list_topics()["Topics"]]


def _groups(client: Client) -> dict[str, Any]:
    return {group["logGroupName"]: group for group in client("logs").describe_log_groups()["logGroups"]}


def test_a_created_stack_has_its_resources_outputs_and_events(client: Client) -> None:
    cloudformation = client("cloudformation")
    text = body({"Topic": TOPIC}, Outputs={"Arn": {"Value": {"Ref": "Topic"}}})
    stack = create(cloudformation, "one", text, Tags=[{"Key": "owner", "Value": "tests"}])
    assert stack["StackStatus"] == "CREATE_COMPLETE"
    assert stack["Outputs"] == [{"OutputKey": "Arn", "OutputValue": _topics(client)[0]}]
    tags = client("sns").list_tags_for_resource(ResourceArn=_topics(client)[0])["Tags"]
    assert tags == [{"Key": "owner", "Value": "tests"}]
    events = cloudformation.describe_stack_events(StackName="one")["StackEvents"]
    assert [(event["LogicalResourceId"], event["ResourceStatus"]) for event in reversed(events)] == [
        ("one", "CREATE_IN_PROGRESS"),
        ("Topic", "CREATE_IN_PROGRESS"),
        ("Topic", "CREATE_COMPLETE"),
        ("one", "CREATE_COMPLETE"),
    ]


def test_a_failed_creation_is_rolled_back_and_leaves_nothing(client: Client) -> None:
    cloudformation = client("cloudformation")
    stack = create(cloudformation, "one", body({"Topic": TOPIC, "Broken": BROKEN | {"DependsOn": "Topic"}}))
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert _topics(client) == []
    failed = [
        e
        for e in cloudformation.describe_stack_events(StackName="one")["StackEvents"]
        if e["ResourceStatus"] == "CREATE_FAILED"
    ]
    assert [event["LogicalResourceId"] for event in failed] == ["Broken"]
    with pytest.raises(ClientError, match="can not be updated"):
        update(cloudformation, "one", body({"Topic": TOPIC}))


def test_a_failed_creation_may_be_kept_or_deleted(client: Client) -> None:
    cloudformation = client("cloudformation")
    text = body({"Topic": TOPIC, "Broken": BROKEN | {"DependsOn": "Topic"}})
    assert create(cloudformation, "kept", text, OnFailure="DO_NOTHING")["StackStatus"] == "CREATE_FAILED"
    assert len(_topics(client)) == 1
    assert delete(cloudformation, "kept")["StackStatus"] == "DELETE_COMPLETE"
    assert create(cloudformation, "gone", text, OnFailure="DELETE")["StackStatus"] == "DELETE_COMPLETE"
    assert _topics(client) == []


@pytest.mark.parametrize(
    ("resource", "reason"),
    [
        ({"Type": "AWS::EMR::Cluster", "Properties": {}}, "no provider of the resource type AWS::EMR::Cluster"),
        ({"Type": "AWS::No::Such"}, "Unrecognized resource type"),
        ({"Type": "AWS::SNS::Topic", "Properties": {"Nmae": "x"}}, "unsupported property Nmae"),
        ({"Type": "AWS::KMS::Alias", "Properties": {"AliasName": "alias/x"}}, "TargetKeyId cannot be empty"),
        ({"Type": "AWS::S3::Bucket", "Properties": {"CorsConfiguration": {}}}, "does not handle CorsConfiguration"),
    ],
)
def test_what_the_emulator_cannot_make_fails_clearly(client: Client, resource: Any, reason: str) -> None:
    cloudformation = client("cloudformation")
    assert create(cloudformation, "one", body({"Thing": resource}))["StackStatus"] == "ROLLBACK_COMPLETE"
    events = cloudformation.describe_stack_events(StackName="one")["StackEvents"]
    assert any(reason in event.get("ResourceStatusReason", "") for event in events)


def test_roles_need_the_capability(client: Client) -> None:
    trust = {"Version": "2012-10-17", "Statement": []}
    role = {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "r", "AssumeRolePolicyDocument": trust}}
    cloudformation, text = client("cloudformation"), body({"Role": role})
    for given in ([], ["CAPABILITY_IAM"]):
        with pytest.raises(ClientError, match="CAPABILITY_NAMED_IAM"):
            create(cloudformation, "one", text, Capabilities=given)
    assert (
        create(cloudformation, "one", text, Capabilities=["CAPABILITY_NAMED_IAM"])["StackStatus"] == "CREATE_COMPLETE"
    )


def test_an_update_changes_the_resource_in_place(client: Client) -> None:
    cloudformation = client("cloudformation")
    create(cloudformation, "one", body({"Group": _group("g", RetentionInDays=30)}))
    stack = update(cloudformation, "one", body({"Group": _group("g", RetentionInDays=400), "Topic": TOPIC}))
    assert stack["StackStatus"] == "UPDATE_COMPLETE"
    assert _groups(client)["g"]["retentionInDays"] == 400
    assert len(_topics(client)) == 1
    assert update(cloudformation, "one", body({"Group": _group("g")}))["StackStatus"] == "UPDATE_COMPLETE"
    assert "retentionInDays" not in _groups(client)["g"]
    assert _topics(client) == []


def test_a_property_that_cannot_change_replaces_the_resource(client: Client) -> None:
    cloudformation = client("cloudformation")
    create(cloudformation, "one", body({"Group": _group("before")}))
    update(cloudformation, "one", body({"Group": _group("after")}))
    assert physical_id(cloudformation, "one", "Group") == "after"
    assert list(_groups(client)) == ["after"]


def test_a_failed_update_brings_everything_back(client: Client) -> None:
    cloudformation = client("cloudformation")
    create(cloudformation, "one", body({"Group": _group("g", RetentionInDays=30), "Old": _group("old")}))
    after = {
        "Group": _group("g", RetentionInDays=400),
        "Old": _group("new"),
        "Topic": TOPIC,
        "Broken": BROKEN | {"DependsOn": ["Topic", "Group", "Old"]},
    }
    assert update(cloudformation, "one", body(after))["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert _groups(client)["g"]["retentionInDays"] == 30
    assert sorted(_groups(client)) == ["g", "old"]
    assert _topics(client) == []
    assert physical_id(cloudformation, "one", "Old") == "old"
    resources = cloudformation.list_stack_resources(StackName="one")["StackResourceSummaries"]
    assert {one["LogicalResourceId"] for one in resources if one["ResourceStatus"] != "DELETE_COMPLETE"} == {
        "Group",
        "Old",
    }


def test_the_same_template_is_no_update(client: Client) -> None:
    cloudformation = client("cloudformation")
    create(cloudformation, "one", body({"Topic": TOPIC}))
    with pytest.raises(ClientError, match="No updates are to be performed"):
        update(cloudformation, "one", body({"Topic": TOPIC}))


def test_deletion_leaves_nothing_but_what_is_retained(client: Client) -> None:
    cloudformation = client("cloudformation")
    kept = _group("kept") | {"DeletionPolicy": "Retain"}
    create(cloudformation, "one", body({"Kept": kept, "Gone": _group("gone"), "Topic": TOPIC}))
    assert delete(cloudformation, "one")["StackStatus"] == "DELETE_COMPLETE"
    assert list(_groups(client)) == ["kept"]
    assert _topics(client) == []
    with pytest.raises(ClientError, match="does not exist"):
        cloudformation.describe_stacks(StackName="one")


def test_what_cannot_be_deleted_is_named_and_can_be_tried_again(client: Client) -> None:
    cloudformation, s3 = client("cloudformation"), client("s3")
    create(cloudformation, "one", body({"Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "full"}}}))
    s3.put_object(Bucket="full", Key="k", Body=b"x")
    stack = delete(cloudformation, "one")
    assert (stack["StackStatus"], "[Bucket]" in stack["StackStatusReason"]) == ("DELETE_FAILED", True)
    s3.delete_object(Bucket="full", Key="k")
    assert delete(cloudformation, "one")["StackStatus"] == "DELETE_COMPLETE"


def test_a_protected_stack_is_not_deleted(client: Client) -> None:
    cloudformation = client("cloudformation")
    create(cloudformation, "one", body({"Topic": TOPIC}), EnableTerminationProtection=True)
    with pytest.raises(ClientError, match="TerminationProtection"):
        cloudformation.delete_stack(StackName="one")
    cloudformation.update_termination_protection(StackName="one", EnableTerminationProtection=False)
    assert delete(cloudformation, "one")["StackStatus"] == "DELETE_COMPLETE"


def test_an_export_in_use_holds_its_stack(client: Client) -> None:
    cloudformation = client("cloudformation")
    output = {"Arn": {"Value": {"Ref": "Topic"}, "Export": {"Name": "the-topic"}}}
    create(cloudformation, "exporter", body({"Topic": TOPIC}, Outputs=output))
    policy = {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sns:Publish", "Resource": "*"}]}
    properties = {"Topics": [{"Fn::ImportValue": "the-topic"}], "PolicyDocument": policy}
    user = create(
        cloudformation, "importer", body({"Policy": {"Type": "AWS::SNS::TopicPolicy", "Properties": properties}})
    )
    assert user["StackStatus"] == "CREATE_COMPLETE"
    assert cloudformation.list_exports()["Exports"][0]["Name"] == "the-topic"
    assert cloudformation.list_imports(ExportName="the-topic")["Imports"] == ["importer"]
    with pytest.raises(ClientError, match="in use by importer"):
        cloudformation.delete_stack(StackName="exporter")
    delete(cloudformation, "importer")
    assert delete(cloudformation, "exporter")["StackStatus"] == "DELETE_COMPLETE"


def test_a_dynamic_reference_reaches_the_resource_and_is_kept_out_of_the_books(client: Client) -> None:
    cloudformation = client("cloudformation")
    client("secretsmanager").create_secret(Name="db", SecretString='{"password": "pearl"}')
    value = "{{resolve:secretsmanager:db:SecretString:password}}"
    parameter = {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/p", "Type": "String", "Value": value}}
    create(cloudformation, "one", body({"Parameter": parameter}))
    assert client("ssm").get_parameter(Name="/p")["Parameter"]["Value"] == "pearl"
    assert "pearl" not in str(cloudformation.describe_stack_events(StackName="one"))


def _stuck(client: Client, running: EmulatorStatus) -> None:
    """Leave the stack `one` in the middle of an update, waiting for a topic."""
    cloudformation = client("cloudformation")
    create(cloudformation, "one", body({"Group": _group("g", RetentionInDays=30)}))
    held = {"operation": "sns:CreateTopic", "error": None, "times": 1, "delay_s": 600}
    ask(running, "POST", "/_pcicloud/faults", [held])
    after = {
        "Group": _group("g", RetentionInDays=400),
        "Topic": TOPIC | {"DependsOn": "Group"},
        "Late": _group("late") | {"DependsOn": "Topic"},
    }
    cloudformation.update_stack(StackName="one", TemplateBody=body(after), ClientRequestToken="token")
    while ask(running, "GET", "/_pcicloud/status")[1]["hanging"] == 0:
        time.sleep(0.01)


def test_a_busy_stack_takes_no_second_operation(client: Client, running: EmulatorStatus) -> None:
    cloudformation = client("cloudformation")
    _stuck(client, running)
    try:
        with pytest.raises(ClientError, match="can not be updated"):
            cloudformation.update_stack(StackName="one", TemplateBody=body({"Topic": TOPIC}))
        with pytest.raises(ClientError, match="can not be deleted"):
            cloudformation.delete_stack(StackName="one")
        events = cloudformation.describe_stack_events(StackName="one")["StackEvents"]
        assert (events[0]["LogicalResourceId"], events[0]["ResourceStatus"]) == ("Topic", "CREATE_IN_PROGRESS")
        assert events[0]["ClientRequestToken"] == "token"
    finally:
        ask(running, "DELETE", "/_pcicloud/faults")
    assert settled(cloudformation, "one")["StackStatus"] == "UPDATE_COMPLETE"


def test_a_cancelled_update_is_rolled_back(client: Client, running: EmulatorStatus) -> None:
    cloudformation = client("cloudformation")
    _stuck(client, running)
    cloudformation.cancel_update_stack(StackName="one")
    ask(running, "DELETE", "/_pcicloud/faults")
    assert settled(cloudformation, "one")["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert _groups(client)["g"]["retentionInDays"] == 30
    assert _topics(client) == []
    events = cloudformation.describe_stack_events(StackName="one")["StackEvents"]
    assert ("Topic", "CREATE_COMPLETE") in {(one["LogicalResourceId"], one["ResourceStatus"]) for one in events}
    assert "Late" not in {event["LogicalResourceId"] for event in events}
    with pytest.raises(ClientError, match="cannot be called from current stack status"):
        cloudformation.cancel_update_stack(StackName="one")


def test_resources_are_retained_only_where_the_deletion_failed(client: Client) -> None:
    cloudformation, s3 = client("cloudformation"), client("s3")
    create(cloudformation, "one", body({"Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "full"}}}))
    s3.put_object(Bucket="full", Key="k", Body=b"x")
    with pytest.raises(ClientError, match="DELETE_FAILED"):
        cloudformation.delete_stack(StackName="one", RetainResources=["Bucket"])
    stack = delete(cloudformation, "one")
    cloudformation.delete_stack(StackName="one", RetainResources=["Bucket"])
    assert settled(cloudformation, stack["StackId"])["StackStatus"] == "DELETE_COMPLETE"
    assert [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]] == ["full"]


def test_the_template_and_its_summary_can_be_read_back(client: Client) -> None:
    cloudformation = client("cloudformation")
    text = body({"Topic": TOPIC}, Parameters={"Password": {"Type": "String", "NoEcho": True, "Default": "pearl"}})
    stack = create(cloudformation, "one", text)
    assert stack["Parameters"] == [{"ParameterKey": "Password", "ParameterValue": "****"}]
    assert cloudformation.get_template(StackName="one")["TemplateBody"] == text
    assert cloudformation.get_template_summary(TemplateBody=text)["ResourceTypes"] == ["AWS::SNS::Topic"]
    assert cloudformation.validate_template(TemplateBody=text)["Parameters"][0]["NoEcho"] is True
    assert settled(cloudformation, "one")["StackName"] == "one"
