"""How new instances answer questions about their own metadata, if nobody says otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(
    where="regional",
    permissions=("ec2:GetInstanceMetadataDefaults",),
    shapes="ec2:GetInstanceMetadataDefaults.AccountLevel",
)
def instance_metadata_defaults(account: Account) -> Iterator[Seen]:
    """The region's defaults for the instance metadata service; empty where AWS's own are in force."""
    answer = account.call("ec2", "GetInstanceMetadataDefaults")
    yield Seen("instance metadata defaults", answer.get("AccountLevel") or {})
