"""The account-wide block of public access to S3."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.collectors.aws._account_block import account_block
from pcicloud.model.sighting import Seen


@collector(
    where="global",
    permissions=("s3:GetAccountPublicAccessBlock",),
    shapes="s3control:GetPublicAccessBlock.PublicAccessBlockConfiguration",
)
def s3_account_public_access(account: Account) -> Iterator[Seen]:
    """The four switches that block public access to all buckets of the account; nothing where none was ever set."""
    block = account_block(account)
    if block:
        yield Seen("public access block", block)
