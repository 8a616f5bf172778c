"""Every bucket with the account's block of public access, and with its own where the account's leaves a gap."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.collectors.aws._account_block import account_block
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen
from pcicloud.reading.public_access import switched_off


@collector(
    where="global",
    permissions=("s3:ListAllMyBuckets", "s3:GetAccountPublicAccessBlock", "s3:GetBucketPublicAccessBlock"),
    shapes={
        "Bucket": "s3:ListBuckets.Buckets[]",
        "OfAccount": "s3control:GetPublicAccessBlock.PublicAccessBlockConfiguration",
        "PublicAccessBlockConfiguration": "s3:GetPublicAccessBlock.PublicAccessBlockConfiguration",
    },
)
def s3_public_access_blocks(account: Account) -> Iterator[Seen | Unseen]:
    """Every bucket with the account's block of public access, and with its own where the account's leaves a gap.

    Where the account switches everything off, a bucket's own block can add nothing and isn't asked: its body has no
    `PublicAccessBlockConfiguration`. Null means that none was set.
    Source: Amazon S3 User Guide, Blocking public access to your Amazon S3 storage (the most restrictive combination).
    """
    buckets = account.pages("s3", "ListBuckets", "Buckets", MaxBuckets=1000)
    of_account = account_block(account) if buckets else None

    def look(bucket: Json) -> Json:
        seen = {"Bucket": bucket, "OfAccount": of_account}
        if not switched_off(of_account):
            return seen
        answer = account.call(
            "s3",
            "GetPublicAccessBlock",
            Bucket=bucket["Name"],
            region=bucket.get("BucketRegion"),
            none_when=("NoSuchPublicAccessBlockConfiguration",),
        )
        return {**seen, "PublicAccessBlockConfiguration": answer["PublicAccessBlockConfiguration"] if answer else None}

    yield from account.each(buckets, lambda bucket: f"arn:aws:s3:::{bucket['Name']}", look)
