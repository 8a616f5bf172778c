"""Every private endpoint of an AWS service that isn't gone, with its policy."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen

GONE = {"deleted", "deleting", "rejected", "failed", "expired"}


@collector(
    where="regional", permissions=("ec2:DescribeVpcEndpoints",), shapes="ec2:DescribeVpcEndpoints.VpcEndpoints[]"
)
def ec2_vpc_endpoints(account: Account) -> Iterator[Seen]:
    """Every private endpoint of an AWS service that isn't gone, with its policy."""
    for item in account.pages("ec2", "DescribeVpcEndpoints", "VpcEndpoints"):
        if item.get("State", "").lower() not in GONE:
            yield Seen(item["VpcEndpointId"], item)
