"""Every EBS snapshot of the account that AWS lists as restorable by everybody, with who may restore it."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen


@collector(
    where="regional",
    permissions=("ec2:DescribeSnapshots", "ec2:DescribeSnapshotAttribute"),
    shapes={
        "Snapshot": "ec2:DescribeSnapshots.Snapshots[]",
        "CreateVolumePermissions": "ec2:DescribeSnapshotAttribute.CreateVolumePermissions",
    },
)
def ec2_shared_snapshots(account: Account) -> Iterator[Seen | Unseen]:
    """Every EBS snapshot of the account that AWS lists as restorable by everybody, with who may restore it."""

    def look(snapshot: Json) -> Json:
        answer = account.call(
            "ec2", "DescribeSnapshotAttribute", SnapshotId=snapshot["SnapshotId"], Attribute="createVolumePermission"
        )
        return {"Snapshot": snapshot, "CreateVolumePermissions": answer["CreateVolumePermissions"]}

    if not account.pages("ec2", "DescribeSnapshots", "Snapshots", OwnerIds=["self"]):
        return
    listed = account.pages("ec2", "DescribeSnapshots", "Snapshots", OwnerIds=["self"], RestorableByUserIds=["all"])
    yield from account.each(listed, lambda snapshot: str(snapshot["SnapshotId"]), look)
