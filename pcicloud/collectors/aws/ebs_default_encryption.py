"""Whether new EBS volumes are encrypted without being asked."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(where="regional", permissions=("ec2:GetEbsEncryptionByDefault",), shapes="ec2:GetEbsEncryptionByDefault")
def ebs_default_encryption(account: Account) -> Iterator[Seen]:
    """The region's switch for encrypting each new volume and snapshot copy."""
    yield Seen("ebs default encryption", account.call("ec2", "GetEbsEncryptionByDefault"))
