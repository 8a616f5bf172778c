"""Every subnet."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(where="regional", permissions=("ec2:DescribeSubnets",), shapes="ec2:DescribeSubnets.Subnets[]")
def ec2_subnets(account: Account) -> Iterator[Seen]:
    """Every subnet."""
    for item in account.pages("ec2", "DescribeSubnets", "Subnets"):
        yield Seen(item["SubnetId"], item)
