"""Collectors bring what checks could not judge without: every name, every prefix list, every region."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pcicloud import discover
from pcicloud.aws import Account, Aws
from pcicloud.environment import load
from pcicloud.model.sighting import Seen, Unseen

REGION = "ap-northeast-1"
ELSEWHERE = "us-west-2"
OF_STORAGE = "pl-61a54008"


@pytest.fixture
def aws(emulated: Path) -> Aws:
    place = load(emulated).aws
    assert place
    return Aws(place)


def looked(aws: Aws, name: str) -> dict[str, Seen | Unseen]:
    account = Account(aws, aws.identity()[0], REGION)
    return {item.resource: item for item in discover.unit("collectors", f"aws.{name}").function(account)}


def bodies(aws: Aws, name: str) -> dict[str, Any]:
    return {resource: item.body for resource, item in looked(aws, name).items() if isinstance(item, Seen)}


@pytest.fixture(params=["sato,ken", "=cmd", "a,b,c"])
def user(aws: Aws, request: pytest.FixtureRequest) -> Iterator[str]:
    iam = aws.client("iam", REGION)
    iam.create_user(UserName=request.param)
    yield request.param
    iam.delete_user(UserName=request.param)


def test_the_credential_report_is_read_whatever_a_user_is_called(aws: Aws, user: str) -> None:
    lines = bodies(aws, "iam_credential_report")
    [line] = [line for line in lines.values() if line["user"] == user]
    assert line["arn"].endswith(f":user/{user}")
    assert line["mfa_active"] == "false"
    assert line["cert_2_active"] == "false"


@pytest.fixture
def instances(aws: Aws) -> Iterator[list[str]]:
    ec2 = aws.client("ec2", REGION)
    tags = [{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "web1"}]}]
    made = ec2.run_instances(ImageId="ami-0123456789abcdef0", MinCount=2, MaxCount=2, TagSpecifications=tags)
    ids = [instance["InstanceId"] for instance in made["Instances"]]
    ec2.stop_instances(InstanceIds=ids[1:])
    yield ids
    ec2.terminate_instances(InstanceIds=ids)


def test_a_running_instance_says_by_which_names_it_may_be_declared_and_a_stopped_one_none(
    aws: Aws, instances: list[str]
) -> None:
    found = looked(aws, "ec2_instances")
    running, stopped = found[instances[0]], found[instances[1]]
    assert isinstance(running, Seen)
    assert isinstance(stopped, Seen)
    keys = ("InstanceId", "PrivateIpAddress", "PublicIpAddress", "PrivateDnsName", "PublicDnsName")
    [names] = running.hosts
    assert names[0] == instances[0]
    assert set(names) == {*filter(None, (running.body.get(key) for key in keys)), "web1"}
    assert stopped.hosts == ()


@pytest.fixture
def lists(aws: Aws) -> Iterator[str]:
    ec2 = aws.client("ec2", REGION)
    group = ec2.create_security_group(GroupName="with-lists", Description="d")["GroupId"]
    entries = [{"Cidr": "203.0.113.0/24"}]
    made = ec2.create_managed_prefix_list(
        PrefixListName="offices", AddressFamily="IPv4", MaxEntries=5, Entries=entries
    )["PrefixList"]["PrefixListId"]
    for name in (made, OF_STORAGE, "pl-0123456789abcdef0"):
        rule = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "PrefixListIds": [{"PrefixListId": name}]}
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule])
    yield made
    ec2.delete_security_group(GroupId=group)
    ec2.delete_managed_prefix_list(PrefixListId=made)


def test_prefix_lists_bring_their_entries_and_one_that_nobody_knows_is_not_seen(aws: Aws, lists: str) -> None:
    found = looked(aws, "ec2_prefix_lists")
    own, of_aws = found[lists], found[OF_STORAGE]
    assert isinstance(own, Seen)
    assert isinstance(of_aws, Seen)
    assert [entry["Cidr"] for entry in own.body["Entries"]] == ["203.0.113.0/24"]
    assert of_aws.body["Entries"] is None
    assert isinstance(found["pl-0123456789abcdef0"], Unseen)


@pytest.fixture
def interface_elsewhere(aws: Aws) -> Iterator[str]:
    ec2 = aws.client("ec2", ELSEWHERE)
    subnet = ec2.describe_subnets()["Subnets"][0]["SubnetId"]
    made = ec2.create_network_interface(SubnetId=subnet)["NetworkInterface"]["NetworkInterfaceId"]
    yield made
    ec2.delete_network_interface(NetworkInterfaceId=made)


def test_regions_that_are_not_declared_tell_whether_anything_is_there(aws: Aws, interface_elsewhere: str) -> None:
    found = bodies(aws, "ec2_regions")
    assert interface_elsewhere
    assert found[REGION]["Declared"] is True
    assert (found[ELSEWHERE]["Declared"], found[ELSEWHERE]["Interfaces"]) == (False, 1)
    assert found["eu-west-1"]["Interfaces"] == 0
    assert {body["OptInStatus"] for body in found.values()} <= {"opt-in-not-required", "opted-in"}


@pytest.fixture
def instance_elsewhere(aws: Aws) -> Iterator[str]:
    ec2 = aws.client("ec2", ELSEWHERE)
    made = ec2.run_instances(ImageId="ami-0123456789abcdef0", MinCount=1, MaxCount=1)["Instances"][0]["InstanceId"]
    yield made
    ec2.terminate_instances(InstanceIds=[made])


def test_a_host_in_a_region_that_is_not_declared_is_a_running_host(aws: Aws, instance_elsewhere: str) -> None:
    found = looked(aws, "ec2_regions")[ELSEWHERE]
    assert isinstance(found, Seen)
    assert found.hosts == ((instance_elsewhere,),)
    assert found.body["Instances"] == [instance_elsewhere]


@pytest.fixture
def denied(aws: Aws) -> Iterator[None]:
    url = f"{aws.client('sts', REGION).meta.endpoint_url}/_pcicloud/faults"
    fault = [{"operation": "ec2:DescribeNetworkInterfaces", "error": "AccessDenied", "times": None}]
    urllib.request.urlopen(urllib.request.Request(url, data=json.dumps(fault).encode(), method="POST")).close()
    yield
    urllib.request.urlopen(urllib.request.Request(url, method="DELETE")).close()


@pytest.mark.usefixtures("denied")
def test_a_region_that_may_not_be_asked_is_not_seen(aws: Aws) -> None:
    found = looked(aws, "ec2_regions")
    assert [name for name, item in found.items() if isinstance(item, Seen)] == [REGION]
    unseen = found[ELSEWHERE]
    assert isinstance(unseen, Unseen)
    assert "AccessDenied" in unseen.reason
