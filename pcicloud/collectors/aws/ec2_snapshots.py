"""Every EBS snapshot that the account owns."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(where="regional", permissions=("ec2:DescribeSnapshots",), shapes="ec2:DescribeSnapshots.Snapshots[]")
def ec2_snapshots(account: Account) -> Iterator[Seen]:
    """Every EBS snapshot that the account owns."""
    for item in account.pages("ec2", "DescribeSnapshots", "Snapshots", OwnerIds=["self"]):
        yield Seen(item["SnapshotId"], item)
