"""Every network access list with its entries and the subnets that it guards."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(where="regional", permissions=("ec2:DescribeNetworkAcls",), shapes="ec2:DescribeNetworkAcls.NetworkAcls[]")
def ec2_network_acls(account: Account) -> Iterator[Seen]:
    """Every network access list with its entries and the subnets that it guards."""
    for item in account.pages("ec2", "DescribeNetworkAcls", "NetworkAcls"):
        yield Seen(item["NetworkAclId"], item)
