"""Every peering with another network that is up, if a route leads into one."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(
    where="regional",
    permissions=("ec2:DescribeRouteTables", "ec2:DescribeVpcPeeringConnections"),
    shapes="ec2:DescribeVpcPeeringConnections.VpcPeeringConnections[]",
)
def ec2_peering_connections(account: Account) -> Iterator[Seen]:
    """Every peering with another network that is up, if a route leads into one: nothing passes without a route."""
    tables = account.pages("ec2", "DescribeRouteTables", "RouteTables")
    if not any(route.get("VpcPeeringConnectionId") for table in tables for route in table.get("Routes", ())):
        return
    for item in account.pages("ec2", "DescribeVpcPeeringConnections", "VpcPeeringConnections"):
        if item["Status"]["Code"] == "active":
            yield Seen(item["VpcPeeringConnectionId"], item)
