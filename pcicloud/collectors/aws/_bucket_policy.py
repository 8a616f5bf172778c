"""The policy of a bucket, which several collectors read to tell what else is to be asked of it."""

from __future__ import annotations

from pcicloud.aws import Account
from pcicloud.model.outcome import Json


def policy_of(account: Account, bucket: Json) -> str | None:
    """The policy's JSON text, None where there is none; `bucket` is an item of ListBuckets. Raises NotSeen."""
    answer = account.call(
        "s3",
        "GetBucketPolicy",
        Bucket=bucket["Name"],
        region=bucket.get("BucketRegion"),
        none_when=("NoSuchBucketPolicy",),
    )
    return str(answer["Policy"]) if answer else None
