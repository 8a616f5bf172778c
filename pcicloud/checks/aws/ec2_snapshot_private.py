"""No snapshot of a volume can be restored by everybody."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(evidence="aws.ec2_shared_snapshots", when_none=passed("no snapshot of the account can be restored by everybody"))
def ec2_snapshot_private(body: Json, env: Environment) -> Outcome:
    """No snapshot of a volume can be restored by everybody.

    Why: a public snapshot gives every AWS customer a copy of the disk.
    Fix: take the group `all` from the snapshot's permissions, and block public sharing for the account.
    Source: Amazon EC2 API Reference, DescribeSnapshotAttribute.
    """
    if any(permission.get("Group") == "all" for permission in body["CreateVolumePermissions"]):
        return failed("everybody with an AWS account may restore this snapshot")
    return passed("it isn't public")
