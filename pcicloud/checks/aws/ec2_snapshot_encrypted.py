"""Snapshots of volumes are encrypted."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.ec2_snapshots", when_none=not_applicable("there is no snapshot"))
def ec2_snapshot_encrypted(snapshot: Json, env: Environment) -> Outcome:
    """Snapshots of volumes are encrypted.

    Why: a snapshot is a full copy of a disk, and it outlives the host that made it.
    Fix: copy the snapshot with encryption (CopySnapshot, Encrypted) and delete the plain one.
    Source: Amazon EBS User Guide, Copy an Amazon EBS snapshot.
    """
    if not snapshot.get("Encrypted"):
        return failed(f"the snapshot of {snapshot.get('VolumeId', 'a volume')} isn't encrypted")
    return passed("it is encrypted")
