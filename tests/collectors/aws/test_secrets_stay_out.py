"""Collectors bring back how a thing is set, never the secrets that people leave in user data and environments."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pcicloud import discover
from pcicloud.aws import Account, Aws
from pcicloud.environment import load
from pcicloud.model.sighting import Seen

REGION = "ap-northeast-1"
SECRET = "hunter2-in-plain-sight"
TRUST = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
ANY_ROLE = json.dumps({"Version": "2012-10-17", "Statement": [TRUST]})


@pytest.fixture
def aws(emulated: Path) -> Aws:
    place = load(emulated).aws
    assert place
    return Aws(place)


def seen(aws: Aws, name: str) -> dict[str, Any]:
    account = Account(aws, aws.identity()[0], REGION)
    found = discover.unit("collectors", f"aws.{name}").function(account)
    return {item.resource: item.body for item in found if isinstance(item, Seen)}


@pytest.fixture
def template(aws: Aws) -> Iterator[str]:
    ec2 = aws.client("ec2", REGION)
    data = {"ImageId": "ami-0123456789abcdef0", "UserData": base64.b64encode(SECRET.encode()).decode()}
    made = ec2.create_launch_template(LaunchTemplateName="with-user-data", LaunchTemplateData=data)["LaunchTemplate"]
    yield made["LaunchTemplateId"]
    ec2.delete_launch_template(LaunchTemplateId=made["LaunchTemplateId"])


@pytest.fixture
def function(aws: Aws) -> Iterator[str]:
    iam, lambda_ = aws.client("iam", REGION), aws.client("lambda", REGION)
    role = iam.create_role(RoleName="with-environment", AssumeRolePolicyDocument=ANY_ROLE)["Role"]["Arn"]
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as file:
        file.writestr("a.py", "")
    made = lambda_.create_function(
        FunctionName="with-environment",
        Runtime="python3.13",
        Role=role,
        Handler="a.b",
        Code={"ZipFile": package.getvalue()},
        Environment={"Variables": {"PASSWORD": SECRET}},
    )
    yield made["FunctionArn"]
    lambda_.delete_function(FunctionName="with-environment")
    iam.delete_role(RoleName="with-environment")


@pytest.fixture
def task(aws: Aws) -> Iterator[str]:
    ecs = aws.client("ecs", REGION)
    container = {
        "name": "a",
        "image": "a:1",
        "memory": 64,
        "environment": [{"name": "PASSWORD", "value": SECRET}],
        "command": ["serve", "--password", SECRET],
    }
    made = ecs.register_task_definition(family="with-environment", containerDefinitions=[container])["taskDefinition"]
    ecs.create_cluster(clusterName="with-environment")
    yield made["taskDefinitionArn"]
    ecs.delete_cluster(cluster="with-environment")
    ecs.deregister_task_definition(taskDefinition=made["taskDefinitionArn"])


def test_the_user_data_of_a_launch_template_is_left_out(aws: Aws, template: str) -> None:
    bodies = seen(aws, "ec2_launch_templates")
    assert f"{template}:1" in bodies
    assert base64.b64encode(SECRET.encode()).decode() not in json.dumps(bodies)


def test_the_environment_of_a_function_is_left_out(aws: Aws, function: str) -> None:
    bodies = seen(aws, "lambda_functions")
    assert function in bodies
    assert SECRET not in json.dumps(bodies)


def test_the_environment_and_command_of_a_task_are_left_out(aws: Aws, task: str) -> None:
    bodies = seen(aws, "ecs_task_definitions")
    assert "with-environment" in bodies
    assert SECRET not in json.dumps(bodies)
