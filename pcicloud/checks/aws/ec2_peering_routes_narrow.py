"""Routes into a peered network reach only the part that is needed."""

from __future__ import annotations

from ipaddress import IPv4Network

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(
    evidence="aws.ec2_peering_connections",
    beside=("aws.ec2_route_tables",),
    when_none=not_applicable("no network is peered with another one"),
)
def ec2_peering_routes_narrow(peering: Json, env: Environment, *, ec2_route_tables: tuple[Json, ...]) -> Outcome:
    """Routes into a peered network reach only the part that is needed.

    Why: a route to the whole of a peered network makes all of it part of the scope, and a way in.
    Fix: replace the route by routes to the subnets that are needed on the other side.
    Source: Amazon VPC Peering Guide, Configurations with routes to specific subnets or IP addresses.
    """
    sides = (peering["RequesterVpcInfo"], peering["AccepterVpcInfo"])
    whole = [IPv4Network(side["CidrBlock"]) for side in sides if side.get("CidrBlock")]
    for table in ec2_route_tables:
        for route in table["Routes"]:
            if route.get("VpcPeeringConnectionId") != peering["VpcPeeringConnectionId"]:
                continue
            led = route.get("DestinationCidrBlock")
            if led and any(side.subnet_of(IPv4Network(led)) for side in whole):
                return failed(f"route table {table['RouteTableId']} leads to all of {led} through this peering")
    return passed("routes through it name parts of the other network only")
