"""The account-wide block of public access to S3, which holds for every bucket whatever the bucket's own says."""

from __future__ import annotations

from pcicloud.aws import Account
from pcicloud.model.outcome import Json


def account_block(account: Account) -> Json | None:
    """The four switches of the account's block, None where none was ever set. Raises NotSeen."""
    answer = account.call(
        "s3control",
        "GetPublicAccessBlock",
        none_when=("NoSuchPublicAccessBlockConfiguration",),
        AccountId=account.account_id,
    )
    return answer["PublicAccessBlockConfiguration"] if answer else None
