"""Every bucket into which CloudTrail may write, with its object lock, null where there is none."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.collectors.aws._bucket_policy import policy_of
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen
from pcicloud.reading.resource_policy import log_writers


@collector(
    where="global",
    permissions=("s3:ListAllMyBuckets", "s3:GetBucketPolicy", "s3:GetBucketObjectLockConfiguration"),
    shapes={
        "Bucket": "s3:ListBuckets.Buckets[]",
        "ObjectLockConfiguration": "s3:GetObjectLockConfiguration.ObjectLockConfiguration",
    },
)
def s3_trail_locks(account: Account) -> Iterator[Seen | Unseen]:
    """Every bucket into which CloudTrail may write, with its object lock, null where there is none."""

    def name(bucket: Json) -> str:
        return f"arn:aws:s3:::{bucket['Name']}"

    def policy(bucket: Json) -> Json:
        return {"Bucket": bucket, "Policy": policy_of(account, bucket)}

    def lock(bucket: Json) -> Json:
        answer = account.call(
            "s3",
            "GetObjectLockConfiguration",
            Bucket=bucket["Name"],
            region=bucket.get("BucketRegion"),
            none_when=("ObjectLockConfigurationNotFoundError",),
        )
        return {"Bucket": bucket, "ObjectLockConfiguration": answer["ObjectLockConfiguration"] if answer else None}

    trails: list[Json] = []
    for looked in account.each(account.pages("s3", "ListBuckets", "Buckets", MaxBuckets=1000), name, policy):
        if isinstance(looked, Unseen):
            yield looked
        elif any(writer.startswith("cloudtrail.") for writer in log_writers(looked.body["Policy"])):
            trails.append(looked.body["Bucket"])
    yield from account.each(trails, name, lock)
