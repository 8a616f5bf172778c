"""Every peering with another network that is up."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(
    where="regional",
    permissions=("ec2:DescribeVpcPeeringConnections",),
    shapes="ec2:DescribeVpcPeeringConnections.VpcPeeringConnections[]",
)
def ec2_peering_connections(account: Account) -> Iterator[Seen]:
    """Every peering with another network that is up."""
    for item in account.pages("ec2", "DescribeVpcPeeringConnections", "VpcPeeringConnections"):
        if item["Status"]["Code"] == "active":
            yield Seen(item["VpcPeeringConnectionId"], item)
