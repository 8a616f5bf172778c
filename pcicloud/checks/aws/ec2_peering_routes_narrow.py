"""Routes into a peered network reach only the part that is needed."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Network

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.routes import destination


@check(
    evidence="aws.ec2_peering_connections",
    beside=("aws.ec2_route_tables",),
    when_none=not_applicable("no route leads into a peered network"),
)
def ec2_peering_routes_narrow(peering: Json, env: Environment, *, ec2_route_tables: tuple[Json, ...]) -> Outcome:
    """Routes into a peered network reach only the part that is needed.

    Why: a route to the whole of a peered network makes all of it part of the scope, and a way in.
    Fix: replace the route by routes to the subnets that are needed on the other side.
    Source: Amazon VPC Peering Guide, Configurations with routes to specific subnets or IP addresses.
    """
    sides = (peering["RequesterVpcInfo"], peering["AccepterVpcInfo"])
    whole = [cidr for side in sides for cidr in _ranges(side)]
    for table in ec2_route_tables:
        for route in table["Routes"]:
            if route.get("VpcPeeringConnectionId") != peering["VpcPeeringConnectionId"]:
                continue
            led = destination(route)
            if any(_is_within(cidr, led) for cidr in whole):
                return failed(f"route table {table['RouteTableId']} leads to all of {led} through this peering")
    return passed("routes through it name parts of the other network only")


def _ranges(side: Json) -> Iterator[str]:
    """All ranges of one side; `CidrBlock` is only the first of its IPv4 ranges."""
    yield from filter(None, [side.get("CidrBlock")])
    yield from (item["CidrBlock"] for item in side.get("CidrBlockSet", ()))
    yield from (item["Ipv6CidrBlock"] for item in side.get("Ipv6CidrBlockSet", ()))


def _is_within(cidr: str, led: str) -> bool:
    if "/" not in led or (":" in cidr) != (":" in led):
        return False
    return (
        IPv6Network(cidr).subnet_of(IPv6Network(led)) if ":" in cidr else IPv4Network(cidr).subnet_of(IPv4Network(led))
    )
