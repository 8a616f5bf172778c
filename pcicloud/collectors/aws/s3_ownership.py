"""Every bucket with who owns its objects, null where nothing is set."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen


@collector(
    where="global",
    permissions=("s3:ListAllMyBuckets", "s3:GetBucketOwnershipControls"),
    shapes={
        "Bucket": "s3:ListBuckets.Buckets[]",
        "OwnershipControls": "s3:GetBucketOwnershipControls.OwnershipControls",
    },
)
def s3_ownership(account: Account) -> Iterator[Seen | Unseen]:
    """Every bucket with who owns its objects, null where nothing is set."""

    def look(bucket: Json) -> Json:
        answer = account.call(
            "s3",
            "GetBucketOwnershipControls",
            Bucket=bucket["Name"],
            region=bucket.get("BucketRegion"),
            none_when=("OwnershipControlsNotFoundError",),
        )
        return {"Bucket": bucket, "OwnershipControls": answer["OwnershipControls"] if answer else None}

    buckets = account.pages("s3", "ListBuckets", "Buckets", MaxBuckets=1000)
    yield from account.each(buckets, lambda bucket: f"arn:aws:s3:::{bucket['Name']}", look)
