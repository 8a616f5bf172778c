"""The whole AWS model: every resource type of the templates is made, read back as asked, changed and removed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from pcicloud.emulator.cloudformation.provider import provider_of
from pcicloud.emulator.cloudformation.template import read_template
from tests.emulator.conftest import Client
from tests.emulator.stacks import body, create, delete, drifts, settled

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
FILES = sorted((TEMPLATES / "cloudformation").glob("*.yaml"))
ENVIRONMENT = {"name": "demo", "region": "ap-northeast-1", "account_id": "123456789012"}
FIELD = re.compile(r"\$\{([^}]+)\}")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_resource_type_of_a_template_has_a_provider(file: Path) -> None:
    resources = read_template(file.read_text())["Resources"]
    assert [about["Type"] for about in resources.values() if provider_of(about["Type"]) is None] == []


def _value(expression: Any, model: dict[str, Any], outputs: dict[str, dict[str, str]]) -> str:
    def filled(found: re.Match[str]) -> str:
        kind, *path = found.group(1).split(".")
        if kind == "environment":
            return ENVIRONMENT[path[0]]
        if kind == "stacks":
            return outputs[path[0]][path[1]]
        return str(model["parameters"][path[0]].get("default", ""))

    text = str(expression).lower() if isinstance(expression, bool) else str(expression)
    return FIELD.sub(filled, text)


def _deploy(cloudformation: Any, model: dict[str, Any]) -> list[str]:
    outputs: dict[str, dict[str, str]] = {}
    for stack in model["stacks"]:
        given = {name: _value(value, model, outputs) for name, value in (stack.get("parameters") or {}).items()}
        made = create(
            cloudformation,
            f"demo-{stack['name']}",
            (TEMPLATES / "cloudformation" / stack["template"]).read_text(),
            Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in given.items()],
            Capabilities=["CAPABILITY_NAMED_IAM"],
            Tags=[{"Key": "pcicloud", "Value": "demo"}],
        )
        events = cloudformation.describe_stack_events(StackName=made["StackId"])["StackEvents"]
        failed = [event["ResourceStatusReason"] for event in events if event["ResourceStatus"] == "CREATE_FAILED"]
        assert (made["StackStatus"], failed) == ("CREATE_COMPLETE", [])
        outputs[stack["name"]] = {one["OutputKey"]: one["OutputValue"] for one in made.get("Outputs", ())}
    return [f"demo-{stack['name']}" for stack in model["stacks"]]


def _let_go(client: Client) -> None:
    """Take away what AWS too protects from deletion."""
    for database in client("rds").describe_db_instances()["DBInstances"]:
        client("rds").modify_db_instance(
            DBInstanceIdentifier=database["DBInstanceIdentifier"], DeletionProtection=False
        )
    off = [{"Key": "deletion_protection.enabled", "Value": "false"}]
    for balancer in client("elbv2").describe_load_balancers()["LoadBalancers"]:
        client("elbv2").modify_load_balancer_attributes(LoadBalancerArn=balancer["LoadBalancerArn"], Attributes=off)


@pytest.mark.aws
@pytest.mark.slow
@pytest.mark.usefixtures("emptied")
def test_the_model_is_built_as_asked_planned_as_unchanged_and_removed(client: Client) -> None:
    cloudformation = client("cloudformation")
    model = yaml.safe_load((TEMPLATES / "environments" / "aws.yaml").read_text())
    names = _deploy(cloudformation, model)
    for name in names:
        wrong = {
            logical_id: (
                drift["StackResourceDriftStatus"],
                drift.get("PropertyDifferences"),
                drift.get("DriftStatusReason"),
            )
            for logical_id, drift in drifts(cloudformation, name).items()
            if drift["StackResourceDriftStatus"] != "IN_SYNC"
        }
        assert (name, wrong) == (name, {})
    _same_again(cloudformation, names)
    _let_go(client)
    for name in reversed(names):
        removed = delete(cloudformation, name)
        assert (name, removed["StackStatus"], removed.get("StackStatusReason")) == (name, "DELETE_COMPLETE", None)
    assert _left(client) == {"buckets": [], "networks": [], "roles": [], "topics": [], "trails": [], "groups": []}


def _left(client: Client) -> dict[str, list[Any]]:
    vpcs = client("ec2").describe_vpcs(Filters=[{"Name": "is-default", "Values": ["false"]}])["Vpcs"]
    return {
        "buckets": client("s3").list_buckets()["Buckets"],
        "networks": vpcs,
        "roles": client("iam").list_roles()["Roles"],
        "topics": client("sns").list_topics()["Topics"],
        "trails": client("cloudtrail").describe_trails()["trailList"],
        "groups": client("logs").describe_log_groups()["logGroups"],
    }


def _same_again(cloudformation: Any, names: list[str]) -> None:
    for name in names:
        stack = settled(cloudformation, name)
        kept = [{"ParameterKey": one["ParameterKey"], "UsePreviousValue": True} for one in stack.get("Parameters", ())]
        cloudformation.create_change_set(
            StackName=name,
            ChangeSetName="same",
            UsePreviousTemplate=True,
            Parameters=kept,
            Capabilities=["CAPABILITY_NAMED_IAM"],
        )
        assert cloudformation.describe_change_set(StackName=name, ChangeSetName="same")["Changes"] == []


@pytest.mark.aws
@pytest.mark.usefixtures("emptied")
def test_hosts_of_a_group_start_as_their_launch_template_says(client: Client) -> None:
    vpc = {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}}
    subnet = {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.1.0/24"}}
    disk = {"DeviceName": "/dev/xvda", "Ebs": {"Encrypted": True, "VolumeSize": 20}}
    data = {
        "ImageId": "ami-12345678",
        "InstanceType": "t3.micro",
        "MetadataOptions": {"HttpTokens": "required", "HttpPutResponseHopLimit": 1},
        "BlockDeviceMappings": [disk],
    }
    template = {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": data}}
    version = {"LaunchTemplateId": {"Ref": "Template"}, "Version": {"Fn::GetAtt": ["Template", "LatestVersionNumber"]}}
    sizes = {"MinSize": "1", "MaxSize": "1", "DesiredCapacity": "1", "MaxInstanceLifetime": 2419200}
    group = {
        "Type": "AWS::AutoScaling::AutoScalingGroup",
        "Properties": {"LaunchTemplate": version, "VPCZoneIdentifier": [{"Ref": "Subnet"}], **sizes},
    }
    text = body({"Vpc": vpc, "Subnet": subnet, "Template": template, "Group": group})
    assert create(client("cloudformation"), "one", text)["StackStatus"] == "CREATE_COMPLETE"
    (reservation,) = client("ec2").describe_instances()["Reservations"]
    assert reservation["Instances"][0]["MetadataOptions"]["HttpTokens"] == "required"
    assert {volume["Encrypted"] for volume in client("ec2").describe_volumes()["Volumes"]} == {True}
    groups = client("autoscaling").describe_auto_scaling_groups()["AutoScalingGroups"]
    assert groups[0]["MaxInstanceLifetime"] == 2419200
    assert delete(client("cloudformation"), "one")["StackStatus"] == "DELETE_COMPLETE"
    states = [one["State"]["Name"] for one in client("ec2").describe_instances()["Reservations"][0]["Instances"]]
    assert states == ["terminated"]
