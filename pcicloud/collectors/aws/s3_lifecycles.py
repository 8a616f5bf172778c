"""Every bucket with the rules that move and delete its objects, null where there are none."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen


@collector(
    where="global",
    permissions=("s3:ListAllMyBuckets", "s3:GetLifecycleConfiguration"),
    shapes={"Bucket": "s3:ListBuckets.Buckets[]", "Rules": "s3:GetBucketLifecycleConfiguration.Rules"},
)
def s3_lifecycles(account: Account) -> Iterator[Seen | Unseen]:
    """Every bucket with the rules that move and delete its objects, null where there are none."""

    def look(bucket: Json) -> Json:
        answer = account.call(
            "s3",
            "GetBucketLifecycleConfiguration",
            Bucket=bucket["Name"],
            region=bucket.get("BucketRegion"),
            none_when=("NoSuchLifecycleConfiguration",),
        )
        return {"Bucket": bucket, "Rules": answer["Rules"] if answer else None}

    buckets = account.pages("s3", "ListBuckets", "Buckets", MaxBuckets=1000)
    yield from account.each(buckets, lambda bucket: f"arn:aws:s3:::{bucket['Name']}", look)
