"""Collectors don't ask what another answer has told already, and do ask where it hasn't."""

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
from pcicloud.errors import NotSeen
from pcicloud.model.sighting import Seen

pytestmark = pytest.mark.aws
REGION = "ap-northeast-1"
ACCOUNT = "123456789012"
ALL_ON = {"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True, "RestrictPublicBuckets": True}
POLICIES_OPEN = {**ALL_ON, "BlockPublicPolicy": False}
ARN = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret"
CLUSTER = {"DBClusterIdentifier": "orders", "DBClusterArn": f"arn:aws:rds:{REGION}:{ACCOUNT}:cluster:orders"}


@pytest.fixture
def aws(emulated: Path) -> Aws:
    place = load(emulated).aws
    assert place
    return Aws(place)


class Looked:
    """What a collector brought, by resource, and which calls it took."""

    def __init__(self, aws: Aws, name: str) -> None:
        aws.answers.clear()
        account = Account(aws, ACCOUNT, REGION)
        found = discover.unit("collectors", f"aws.{name}").function(account)
        self.bodies: dict[str, Any] = {item.resource: item.body for item in found if isinstance(item, Seen)}
        self.asked = account.asked


class Emulator:
    """What the emulator is told to answer, or to fail, until the test is over."""

    def __init__(self, url: str) -> None:
        self.url = f"{url}/_pcicloud"

    def answer(self, operation: str, answer: dict[str, Any]) -> None:
        self.tell("POST", "answers", {"operation": operation, "answer": answer})

    def deny(self, operation: str) -> None:
        self.tell("POST", "faults", [{"operation": operation, "error": "AccessDenied", "times": None}])

    def tell(self, verb: str, what: str, entry: Any = None) -> None:
        data = json.dumps(entry).encode() if entry is not None else None
        urllib.request.urlopen(urllib.request.Request(f"{self.url}/{what}", data=data, method=verb)).close()


@pytest.fixture
def emulator(aws: Aws) -> Iterator[Emulator]:
    told = Emulator(aws.client("sts", REGION).meta.endpoint_url)
    yield told
    told.tell("DELETE", "answers", {})
    told.tell("DELETE", "faults")


def policy(service: str, bucket: str) -> str:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{bucket}/*",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


@pytest.fixture
def buckets(aws: Aws) -> Iterator[dict[str, str]]:
    """Buckets by who writes into them; their names by the same."""
    s3 = aws.client("s3", REGION)
    names = {"nobody": "few-data", "cloudtrail": "few-trail", "logging.s3": "few-access"}
    for writer, name in names.items():
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
        if writer != "nobody":
            s3.put_bucket_policy(Bucket=name, Policy=policy(f"{writer}.amazonaws.com", name))
    yield {writer: f"arn:aws:s3:::{name}" for writer, name in names.items()}
    for name in names.values():
        s3.delete_bucket(Bucket=name)


@pytest.fixture
def block(aws: Aws) -> Iterator[Any]:
    """Sets the account's block of public access."""
    client = aws.client("s3control", REGION)

    def put(switches: dict[str, bool]) -> None:
        client.put_public_access_block(AccountId=ACCOUNT, PublicAccessBlockConfiguration=switches)

    before = Looked(aws, "s3_account_public_access").bodies
    yield put
    for switches in before.values():
        put(switches)
    if not before:
        client.delete_public_access_block(AccountId=ACCOUNT)


def test_a_bucket_is_not_asked_for_its_block_where_the_account_blocks_everything(
    aws: Aws, buckets: dict[str, str], block: Any
) -> None:
    block(ALL_ON)
    looked = Looked(aws, "s3_public_access_blocks")
    assert "s3:GetPublicAccessBlock" not in looked.asked
    body = looked.bodies[buckets["nobody"]]
    assert body["OfAccount"] == ALL_ON
    assert "PublicAccessBlockConfiguration" not in body


def test_a_bucket_is_asked_for_its_block_where_the_account_leaves_one_switch_off(
    aws: Aws, buckets: dict[str, str], block: Any
) -> None:
    block(POLICIES_OPEN)
    aws.client("s3", REGION).put_public_access_block(Bucket="few-trail", PublicAccessBlockConfiguration=ALL_ON)
    looked = Looked(aws, "s3_public_access_blocks")
    trail, data = looked.bodies[buckets["cloudtrail"]], looked.bodies[buckets["nobody"]]
    assert (trail["OfAccount"], trail["PublicAccessBlockConfiguration"]) == (POLICIES_OPEN, ALL_ON)
    assert data["PublicAccessBlockConfiguration"] is None


@pytest.mark.parametrize(
    ("collector", "key", "asked_of"),
    [
        ("s3_versioning", "Versioning", {"cloudtrail", "logging.s3"}),
        ("s3_logging", "LoggingEnabled", {"nobody", "cloudtrail"}),
        ("s3_encryption", "ServerSideEncryptionConfiguration", {"nobody", "cloudtrail"}),
    ],
)
def test_a_bucket_is_asked_only_for_what_is_judged_of_it(
    aws: Aws, buckets: dict[str, str], collector: str, key: str, asked_of: set[str]
) -> None:
    bodies = Looked(aws, collector).bodies
    assert {writer for writer, name in buckets.items() if key in bodies[name]} == asked_of


@pytest.mark.parametrize(
    ("times", "is_asked"),
    [
        ({"CreatedDate": 1767225600, "LastChangedDate": 1767225602}, False),
        ({"CreatedDate": 1767225600, "LastChangedDate": 1767225700}, True),
        ({"CreatedDate": 1767225600}, True),
        ({"LastChangedDate": 1767225600}, True),
        ({"CreatedDate": 1767225600, "LastChangedDate": 1767225700, "RotationEnabled": True}, False),
    ],
)
def test_a_secret_is_asked_for_its_versions_only_if_it_may_have_changed_since_it_was_made(
    aws: Aws, emulator: Emulator, times: dict[str, Any], is_asked: bool
) -> None:
    secret = {"ARN": f"{ARN}:key-AbCdEf", "Name": "key"}
    emulator.answer("secretsmanager:ListSecrets", {"SecretList": [{**secret, **times}]})
    emulator.answer("secretsmanager:ListSecretVersionIds", {**secret, "Versions": []})
    looked = Looked(aws, "secret_versions")
    assert ("secretsmanager:ListSecretVersionIds" in looked.asked) == is_asked
    assert bool(looked.bodies) == is_asked


@pytest.mark.parametrize("member", [True, False])
def test_clusters_are_asked_for_if_a_database_belongs_to_one(aws: Aws, emulator: Emulator, member: bool) -> None:
    database = {"DBInstanceIdentifier": "orders-1"} | ({"DBClusterIdentifier": "orders"} if member else {})
    emulator.answer("rds:DescribeDBInstances", {"DBInstances": [database]})
    emulator.answer("rds:DescribeDBClusters", {"DBClusters": [{**CLUSTER, "DBClusterParameterGroup": "orders"}]})
    emulator.answer("rds:DescribeDBClusterParameters", {"Parameters": []})
    looked = Looked(aws, "rds_clusters")
    assert ("rds:DescribeDBClusters" in looked.asked) == member
    assert bool(looked.bodies) == member


@pytest.fixture
def peering(aws: Aws) -> Iterator[dict[str, str]]:
    ec2 = aws.client("ec2", REGION)
    here, there = (ec2.create_vpc(CidrBlock=cidr)["Vpc"]["VpcId"] for cidr in ("10.81.0.0/16", "10.82.0.0/16"))
    made = ec2.create_vpc_peering_connection(VpcId=here, PeerVpcId=there)["VpcPeeringConnection"]
    id_ = made["VpcPeeringConnectionId"]
    ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=id_)
    tables = ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [here]}])["RouteTables"]
    yield {"RouteTableId": tables[0]["RouteTableId"], "VpcPeeringConnectionId": id_}
    ec2.delete_vpc_peering_connection(VpcPeeringConnectionId=id_)
    ec2.delete_vpc(VpcId=here)
    ec2.delete_vpc(VpcId=there)


def test_peerings_are_asked_for_if_a_route_leads_into_one(aws: Aws, peering: dict[str, str]) -> None:
    ec2 = aws.client("ec2", REGION)
    assert "ec2:DescribeVpcPeeringConnections" not in Looked(aws, "ec2_peering_connections").asked
    ec2.create_route(DestinationCidrBlock="10.82.1.0/24", **peering)
    assert set(Looked(aws, "ec2_peering_connections").bodies) == {peering["VpcPeeringConnectionId"]}
    ec2.delete_route(RouteTableId=peering["RouteTableId"], DestinationCidrBlock="10.82.1.0/24")


@pytest.fixture
def filters(aws: Aws) -> Iterator[dict[str, str]]:
    """The ARNs of two web filters: one before a load balancer, one before nothing."""
    ec2, elbv2, wafv2 = (aws.client(service, REGION) for service in ("ec2", "elbv2", "wafv2"))
    subnets = [
        item["SubnetId"]
        for item in ec2.describe_subnets(Filters=[{"Name": "default-for-az", "Values": ["true"]}])["Subnets"]
    ]
    balancer = elbv2.create_load_balancer(Name="few", Subnets=subnets[:2])["LoadBalancers"][0]["LoadBalancerArn"]
    seen = {"SampledRequestsEnabled": False, "CloudWatchMetricsEnabled": False, "MetricName": "few"}
    made = {
        name: wafv2.create_web_acl(Name=name, Scope="REGIONAL", DefaultAction={"Allow": {}}, VisibilityConfig=seen)[
            "Summary"
        ]
        for name in ("before", "alone")
    }
    wafv2.associate_web_acl(WebACLArn=made["before"]["ARN"], ResourceArn=balancer)
    yield {name: summary["ARN"] for name, summary in made.items()}
    wafv2.disassociate_web_acl(ResourceArn=balancer)
    elbv2.delete_load_balancer(LoadBalancerArn=balancer)
    for name, summary in made.items():
        wafv2.delete_web_acl(Name=name, Scope="REGIONAL", Id=summary["Id"], LockToken=summary["LockToken"])


def test_a_web_filter_before_a_balancer_is_asked_for_once(aws: Aws, filters: dict[str, str]) -> None:
    wafv2 = aws.client("wafv2", REGION)
    count = len(wafv2.list_web_acls(Scope="REGIONAL")["WebACLs"])
    sent = []
    wafv2.meta.events.register("before-call.wafv2.GetWebACL", lambda **_: sent.append("GetWebACL"))
    looked = Looked(aws, "wafv2_web_acls")
    assert looked.bodies[filters["before"]]["Name"] == "before"
    assert looked.bodies[filters["alone"]]["Name"] == "alone"
    assert len(looked.bodies) == count
    assert len(sent) == count - 1


def test_a_web_filter_is_seen_where_balancers_may_not_be_asked(
    aws: Aws, filters: dict[str, str], emulator: Emulator
) -> None:
    emulator.deny("elbv2:DescribeLoadBalancers")
    with pytest.raises(NotSeen):
        Looked(aws, "elbv2_web_acls")
    assert set(filters.values()) <= set(Looked(aws, "wafv2_web_acls").bodies)
