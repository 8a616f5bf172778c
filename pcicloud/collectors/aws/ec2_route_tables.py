"""Every route table with its routes and the subnets that use it."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(where="regional", permissions=("ec2:DescribeRouteTables",), shapes="ec2:DescribeRouteTables.RouteTables[]")
def ec2_route_tables(account: Account) -> Iterator[Seen]:
    """Every route table with its routes and the subnets that use it."""
    for item in account.pages("ec2", "DescribeRouteTables", "RouteTables"):
        yield Seen(item["RouteTableId"], item)
