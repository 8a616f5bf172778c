"""Volumes are encrypted."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.ec2_volumes", when_none=not_applicable("there is no volume"))
def ec2_volume_encrypted(volume: Json, env: Environment) -> Outcome:
    """Volumes are encrypted.

    Why: access to an encrypted volume is decided by its key's policy, apart from who may log in to the host.
    Fix: copy the volume's snapshot with encryption, make a new volume of it and replace the old one.
    Source: Amazon EBS User Guide, Amazon EBS encryption.
    """
    if not volume.get("Encrypted"):
        return failed(f"the volume ({volume['Size']} GiB, {volume['State']}) isn't encrypted")
    return passed("it is encrypted")
