"""Drift: what was changed behind CloudFormation's back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pcicloud.emulator.cloudformation.differences import comparable
from tests.emulator.conftest import Client
from tests.emulator.stacks import body, create, drifts, physical_id, settled

pytestmark = [pytest.mark.aws, pytest.mark.usefixtures("emptied")]

BLOCK = {
    "BlockPublicAcls": True,
    "BlockPublicPolicy": True,
    "IgnorePublicAcls": True,
    "RestrictPublicBuckets": True,
}
BUCKET = {
    "Type": "AWS::S3::Bucket",
    "Properties": {"BucketName": "logs-of-tests", "PublicAccessBlockConfiguration": BLOCK},
}
GROUP = {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "g", "RetentionInDays": 400}}


def test_an_untouched_stack_is_in_sync(client: Client) -> None:
    cloudformation = client("cloudformation")
    create(cloudformation, "one", body({"Bucket": BUCKET, "Group": GROUP}))
    found = drifts(cloudformation, "one")
    assert {name: drift["StackResourceDriftStatus"] for name, drift in found.items()} == {
        "Bucket": "IN_SYNC",
        "Group": "IN_SYNC",
    }
    stack = cloudformation.describe_stacks(StackName="one")["Stacks"][0]
    assert stack["DriftInformation"]["StackDriftStatus"] == "IN_SYNC"


def test_a_changed_and_a_removed_property_are_found(client: Client) -> None:
    cloudformation = client("cloudformation")
    create(cloudformation, "one", body({"Bucket": BUCKET, "Group": GROUP}))
    client("logs").put_retention_policy(logGroupName="g", retentionInDays=1)
    client("s3").delete_public_access_block(Bucket="logs-of-tests")
    found = drifts(cloudformation, "one")
    assert found["Group"]["PropertyDifferences"] == [
        {
            "PropertyPath": "/RetentionInDays",
            "ExpectedValue": "400",
            "ActualValue": "1",
            "DifferenceType": "NOT_EQUAL",
        }
    ]
    difference = found["Bucket"]["PropertyDifferences"][0]
    assert (difference["PropertyPath"], difference["DifferenceType"]) == ("/PublicAccessBlockConfiguration", "REMOVE")
    stack = cloudformation.describe_stacks(StackName="one")["Stacks"][0]
    assert stack["DriftInformation"]["StackDriftStatus"] == "DRIFTED"


def test_a_deleted_resource_is_found(client: Client) -> None:
    cloudformation = client("cloudformation")
    create(cloudformation, "one", body({"Group": GROUP}))
    client("logs").delete_log_group(logGroupName="g")
    assert drifts(cloudformation, "one")["Group"]["StackResourceDriftStatus"] == "DELETED"


def test_a_changed_tag_is_found(client: Client) -> None:
    cloudformation = client("cloudformation")
    create(cloudformation, "one", body({"Topic": {"Type": "AWS::SNS::Topic"}}), Tags=[{"Key": "a", "Value": "1"}])
    arn = physical_id(cloudformation, "one", "Topic")
    client("sns").tag_resource(ResourceArn=arn, Tags=[{"Key": "a", "Value": "2"}])
    assert drifts(cloudformation, "one")["Topic"]["PropertyDifferences"][0]["PropertyPath"] == "/Tags/0/Value"


DENY: dict[str, Any] = {
    "Sid": "OnlyOverTls",
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": ["arn:aws:s3:::logs-of-tests", "arn:aws:s3:::logs-of-tests/*"],
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}
PATTERN = {"source": ["aws.guardduty"], "detail-type": ["GuardDuty Finding"]}
DOCUMENTS = {
    "Bucket": BUCKET,
    "Policy": {
        "Type": "AWS::S3::BucketPolicy",
        "Properties": {"Bucket": {"Ref": "Bucket"}, "PolicyDocument": {"Version": "2012-10-17", "Statement": [DENY]}},
    },
    "Rule": {"Type": "AWS::Events::Rule", "Properties": {"Name": "threats", "EventPattern": PATTERN}},
}


def test_a_condition_added_to_a_document_is_found_and_reverted(client: Client) -> None:
    cloudformation, s3, events, text = client("cloudformation"), client("s3"), client("events"), body(DOCUMENTS)
    create(cloudformation, "one", text)
    assert {drift["StackResourceDriftStatus"] for drift in drifts(cloudformation, "one").values()} == {"IN_SYNC"}
    hollow = DENY | {"Condition": DENY["Condition"] | {"StringEquals": {"aws:PrincipalTag/never": "true"}}}
    policy = {"Version": "2012-10-17", "Statement": [hollow]}
    s3.put_bucket_policy(Bucket="logs-of-tests", Policy=json.dumps(policy))
    events.put_rule(Name="threats", EventPattern=json.dumps(PATTERN | {"account": ["444455556666"]}))
    found = drifts(cloudformation, "one")
    (of_policy,), (of_rule,) = (found[name]["PropertyDifferences"] for name in ("Policy", "Rule"))
    assert of_policy["PropertyPath"] == "/PolicyDocument/Statement/0/Condition/StringEquals"
    assert (of_rule["PropertyPath"], of_rule["DifferenceType"]) == ("/EventPattern/account", "ADD")
    _mended(cloudformation, text)
    assert json.loads(events.describe_rule(Name="threats")["EventPattern"]) == PATTERN
    assert json.loads(s3.get_bucket_policy(Bucket="logs-of-tests")["Policy"])["Statement"] == [DENY]


def test_an_alarm_whose_actions_were_switched_off_is_found_and_reverted(client: Client) -> None:
    cloudformation, cloudwatch = client("cloudformation"), client("cloudwatch")
    alarm = {
        "AlarmName": "root-use",
        "Namespace": "tests/trail",
        "MetricName": "RootUse",
        "Statistic": "Sum",
        "Period": 300,
        "EvaluationPeriods": 1,
        "Threshold": 1,
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        "ActionsEnabled": True,
    }
    text = body({"Alarm": {"Type": "AWS::CloudWatch::Alarm", "Properties": alarm}})
    create(cloudformation, "one", text)
    cloudwatch.disable_alarm_actions(AlarmNames=["root-use"])
    (difference,) = drifts(cloudformation, "one")["Alarm"]["PropertyDifferences"]
    assert (difference["PropertyPath"], difference["ActualValue"]) == ("/ActionsEnabled", "false")
    _mended(cloudformation, text)
    assert cloudwatch.describe_alarms(AlarmNames=["root-use"])["MetricAlarms"][0]["ActionsEnabled"] is True


def _network() -> dict[str, Any]:
    rule = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "10.0.0.0/16", "Description": "TLS"}
    return {
        "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
        "Group": {
            "Type": "AWS::EC2::SecurityGroup",
            "Properties": {"GroupDescription": "tests", "VpcId": {"Ref": "Vpc"}, "SecurityGroupIngress": [rule]},
        },
        "Rule": {
            "Type": "AWS::EC2::SecurityGroupIngress",
            "Properties": rule | {"GroupId": {"Ref": "Group"}, "FromPort": 8443, "ToPort": 8443},
        },
    }


def test_a_rule_that_stands_beside_its_group_is_no_drift_and_an_opened_port_is(client: Client) -> None:
    cloudformation, ec2 = client("cloudformation"), client("ec2")
    create(cloudformation, "one", body(_network()))
    assert {drift["StackResourceDriftStatus"] for drift in drifts(cloudformation, "one").values()} == {"IN_SYNC"}
    opened = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
    ec2.authorize_security_group_ingress(GroupId=physical_id(cloudformation, "one", "Group"), IpPermissions=[opened])
    found = drifts(cloudformation, "one")
    assert found["Group"]["StackResourceDriftStatus"] == "MODIFIED"
    assert "0.0.0.0/0" in found["Group"]["PropertyDifferences"][0]["ActualValue"]
    assert found["Rule"]["StackResourceDriftStatus"] == "IN_SYNC"


def test_what_cannot_be_read_is_not_checked_and_not_in_sync(client: Client, running: Any) -> None:
    cloudformation = client("cloudformation")
    create(cloudformation, "one", body({"Group": GROUP}))
    from tests.emulator.test_gateway import ask

    ask(running, "POST", "/_pcicloud/faults", [{"operation": "logs:DescribeLogGroups", "error": "AccessDenied"}])
    try:
        found = drifts(cloudformation, "one")
    finally:
        ask(running, "DELETE", "/_pcicloud/faults")
    assert found["Group"]["StackResourceDriftStatus"] == "NOT_CHECKED"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('{"A": ["x"]}', {"A": "x"}),
        ({"A": ["x", "y"]}, {"A": ["y", "x"]}),
        (True, "true"),
        (400, "400"),
        ({"A": 1.0}, {"A": "1"}),
    ],
)
def test_two_ways_to_say_the_same_are_equal(one: Any, other: Any) -> None:
    assert comparable(one) == comparable(other)


@pytest.mark.parametrize(
    ("one", "other"), [({"A": "x"}, {"A": "y"}), (["x"], ["x", "y"]), (True, "false"), ("1", "10")]
)
def test_two_different_things_are_not_equal(one: Any, other: Any) -> None:
    assert comparable(one) != comparable(other)


def _mended(cloudformation: Any, text: str) -> dict[str, dict[str, Any]]:
    cloudformation.create_change_set(
        StackName="one", ChangeSetName="mend", TemplateBody=text, DeploymentMode="REVERT_DRIFT"
    )
    plan = cloudformation.describe_change_set(StackName="one", ChangeSetName="mend", IncludePropertyValues=True)
    assert plan["DeploymentMode"] == "REVERT_DRIFT"
    cloudformation.execute_change_set(StackName="one", ChangeSetName="mend")
    assert settled(cloudformation, "one")["StackStatus"] == "UPDATE_COMPLETE"
    return {one["ResourceChange"]["LogicalResourceId"]: one["ResourceChange"] for one in plan["Changes"]}


def test_reverting_drift_shows_what_is_there_and_puts_back_what_was_asked_for(client: Client) -> None:
    cloudformation, text = client("cloudformation"), body({"Bucket": BUCKET, "Group": GROUP})
    create(cloudformation, "one", text)
    client("logs").put_retention_policy(logGroupName="g", retentionInDays=1)
    client("s3").delete_public_access_block(Bucket="logs-of-tests")
    changes = _mended(cloudformation, text)
    assert {name: change["ResourceDriftStatus"] for name, change in changes.items()} == {
        "Bucket": "MODIFIED",
        "Group": "MODIFIED",
    }
    target = changes["Group"]["Details"][0]["Target"]
    assert (target["BeforeValue"], target["AfterValue"], target["BeforeValueFrom"]) == ("1", "400", "ACTUAL_STATE")
    assert (target["Drift"]["PreviousValue"], target["Drift"]["ActualValue"]) == ("400", "1")
    assert {drift["StackResourceDriftStatus"] for drift in drifts(cloudformation, "one").values()} == {"IN_SYNC"}
    assert client("logs").describe_log_groups()["logGroups"][0]["retentionInDays"] == 400


def test_reverting_drift_closes_an_opened_port_and_makes_what_was_deleted(client: Client) -> None:
    cloudformation, ec2, text = client("cloudformation"), client("ec2"), body({**_network(), "Logs": GROUP})
    create(cloudformation, "one", text)
    opened = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
    group_id = physical_id(cloudformation, "one", "Group")
    ec2.authorize_security_group_ingress(GroupId=group_id, IpPermissions=[opened])
    client("logs").delete_log_group(logGroupName="g")
    changes = _mended(cloudformation, text)
    assert (changes["Logs"]["Action"], changes["Logs"]["ResourceDriftStatus"]) == ("Add", "DELETED")
    assert {drift["StackResourceDriftStatus"] for drift in drifts(cloudformation, "one").values()} == {"IN_SYNC"}
    ports = ec2.describe_security_groups(GroupIds=[group_id])["SecurityGroups"][0]["IpPermissions"]
    assert sorted(permission["FromPort"] for permission in ports) == [443, 8443]


def test_reverting_nothing_is_no_change(client: Client) -> None:
    cloudformation, text = client("cloudformation"), body({"Group": GROUP})
    create(cloudformation, "one", text)
    cloudformation.create_change_set(
        StackName="one", ChangeSetName="mend", TemplateBody=text, DeploymentMode="REVERT_DRIFT"
    )
    assert cloudformation.describe_change_set(StackName="one", ChangeSetName="mend")["Status"] == "FAILED"
