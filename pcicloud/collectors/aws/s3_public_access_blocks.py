"""Every bucket with its own block of public access, null where there is none."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen


@collector(
    where="global",
    permissions=("s3:ListAllMyBuckets", "s3:GetBucketPublicAccessBlock"),
    shapes={
        "Bucket": "s3:ListBuckets.Buckets[]",
        "PublicAccessBlockConfiguration": "s3:GetPublicAccessBlock.PublicAccessBlockConfiguration",
    },
)
def s3_public_access_blocks(account: Account) -> Iterator[Seen | Unseen]:
    """Every bucket with its own block of public access, null where there is none."""

    def look(bucket: Json) -> Json:
        answer = account.call(
            "s3",
            "GetPublicAccessBlock",
            Bucket=bucket["Name"],
            region=bucket.get("BucketRegion"),
            none_when=("NoSuchPublicAccessBlockConfiguration",),
        )
        return {
            "Bucket": bucket,
            "PublicAccessBlockConfiguration": answer["PublicAccessBlockConfiguration"] if answer else None,
        }

    buckets = account.pages("s3", "ListBuckets", "Buckets", MaxBuckets=1000)
    yield from account.each(buckets, lambda bucket: f"arn:aws:s3:::{bucket['Name']}", look)
