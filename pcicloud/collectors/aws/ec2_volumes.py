"""Every EBS volume."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(where="regional", permissions=("ec2:DescribeVolumes",), shapes="ec2:DescribeVolumes.Volumes[]")
def ec2_volumes(account: Account) -> Iterator[Seen]:
    """Every EBS volume."""
    for item in account.pages("ec2", "DescribeVolumes", "Volumes"):
        yield Seen(item["VolumeId"], item)
