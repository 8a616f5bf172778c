"""Whether EBS snapshots can be made public."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(
    where="regional",
    permissions=("ec2:GetSnapshotBlockPublicAccessState",),
    shapes="ec2:GetSnapshotBlockPublicAccessState",
)
def snapshot_public_access(account: Account) -> Iterator[Seen]:
    """The region's block of public sharing of snapshots."""
    yield Seen("snapshot public access block", account.call("ec2", "GetSnapshotBlockPublicAccessState"))
