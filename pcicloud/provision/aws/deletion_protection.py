"""Switches that make AWS refuse to delete a resource, and how destroy turns them off; one entry a resource type."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from pcicloud.aws_writing import Writer

BALANCER_SWITCH = "deletion_protection.enabled"


class Protection(msgspec.Struct, frozen=True):
    """Whether the switch of a resource (by physical id) is on, and how to turn it off."""

    is_on: Callable[[Writer, str], bool]
    lift: Callable[[Writer, str], None]


def _database_is_on(writer: Writer, id_: str) -> bool:
    answer = writer.call("rds", "DescribeDBInstances", DBInstanceIdentifier=id_, none_when=("DBInstanceNotFound",))
    return bool(answer and answer["DBInstances"][0].get("DeletionProtection"))


def _lift_database(writer: Writer, id_: str) -> None:
    writer.call("rds", "ModifyDBInstance", DBInstanceIdentifier=id_, DeletionProtection=False, ApplyImmediately=True)


def _balancer_is_on(writer: Writer, id_: str) -> bool:
    answer = writer.call(
        "elbv2", "DescribeLoadBalancerAttributes", LoadBalancerArn=id_, none_when=("LoadBalancerNotFound",)
    )
    attributes = {one["Key"]: one["Value"] for one in (answer or {}).get("Attributes", ())}
    return attributes.get(BALANCER_SWITCH) == "true"


def _lift_balancer(writer: Writer, id_: str) -> None:
    switch = {"Key": BALANCER_SWITCH, "Value": "false"}
    writer.call("elbv2", "ModifyLoadBalancerAttributes", LoadBalancerArn=id_, Attributes=[switch])


PROTECTIONS: dict[str, Protection] = {
    "AWS::RDS::DBInstance": Protection(_database_is_on, _lift_database),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": Protection(_balancer_is_on, _lift_balancer),
}
