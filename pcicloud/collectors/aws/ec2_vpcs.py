"""Every virtual network (VPC)."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(where="regional", permissions=("ec2:DescribeVpcs",), shapes="ec2:DescribeVpcs.Vpcs[]")
def ec2_vpcs(account: Account) -> Iterator[Seen]:
    """Every virtual network (VPC)."""
    for item in account.pages("ec2", "DescribeVpcs", "Vpcs"):
        yield Seen(item["VpcId"], item)
