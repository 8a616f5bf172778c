"""Every network interface, whatever it belongs to."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(
    where="regional",
    permissions=("ec2:DescribeNetworkInterfaces",),
    shapes="ec2:DescribeNetworkInterfaces.NetworkInterfaces[]",
)
def ec2_network_interfaces(account: Account) -> Iterator[Seen]:
    """Every network interface, whatever it belongs to."""
    for item in account.pages("ec2", "DescribeNetworkInterfaces", "NetworkInterfaces"):
        yield Seen(item["NetworkInterfaceId"], item)
