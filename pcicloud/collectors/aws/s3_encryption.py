"""Every bucket with how it encrypts, null where nothing is set; not of those that can't have a key of one's own."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.collectors.aws._bucket_policy import policy_of
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen
from pcicloud.reading.resource_policy import log_writers, takes_no_own_key


@collector(
    where="global",
    permissions=("s3:ListAllMyBuckets", "s3:GetBucketPolicy", "s3:GetEncryptionConfiguration"),
    shapes={
        "Bucket": "s3:ListBuckets.Buckets[]",
        "ServerSideEncryptionConfiguration": "s3:GetBucketEncryption.ServerSideEncryptionConfiguration",
    },
)
def s3_encryption(account: Account) -> Iterator[Seen | Unseen]:
    """Every bucket with how it encrypts, null where nothing is set; not of those that can't have a key of one's own.

    AWS delivers some logs only into buckets without one. Such a bucket isn't asked: its body has no
    `ServerSideEncryptionConfiguration`.
    """

    def look(bucket: Json) -> Json:
        if takes_no_own_key(log_writers(policy_of(account, bucket))):
            return {"Bucket": bucket}
        answer = account.call(
            "s3",
            "GetBucketEncryption",
            Bucket=bucket["Name"],
            region=bucket.get("BucketRegion"),
            none_when=("ServerSideEncryptionConfigurationNotFoundError",),
        )
        return {
            "Bucket": bucket,
            "ServerSideEncryptionConfiguration": answer["ServerSideEncryptionConfiguration"] if answer else None,
        }

    buckets = account.pages("s3", "ListBuckets", "Buckets", MaxBuckets=1000)
    yield from account.each(buckets, lambda bucket: f"arn:aws:s3:::{bucket['Name']}", look)
