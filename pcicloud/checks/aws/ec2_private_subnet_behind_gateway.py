"""Only the public segment has a route to an internet gateway."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.aws_tags import SEGMENT, tag
from pcicloud.reading.routes import destination, table_of, target


@check(evidence="aws.ec2_subnets", beside=("aws.ec2_route_tables",), when_none=not_applicable("there is no subnet"))
def ec2_private_subnet_behind_gateway(subnet: Json, env: Environment, *, ec2_route_tables: tuple[Json, ...]) -> Outcome:
    """Only the public segment has a route to an internet gateway.

    Why: with such a route, one public address on a host is enough to put it on the internet, past the load
    balancer.
    Fix: route the subnet's way out through a NAT gateway, or remove it.
    Source: Amazon VPC User Guide, Enable internet access for a VPC using an internet gateway.
    """
    segment = tag(subnet, SEGMENT)
    if segment in (None, "public"):
        return not_applicable("this is the public segment" if segment else "this subnet isn't tagged with a segment")
    table = table_of(subnet["SubnetId"], subnet["VpcId"], ec2_route_tables)
    if table is None:
        return unknown("its route table was not seen")
    for route in table["Routes"]:
        if target(route).startswith("igw-"):
            return failed(f"a subnet of the {segment} segment leads {destination(route)} through {target(route)}")
    return passed(f"the {segment} segment has no route to an internet gateway")
