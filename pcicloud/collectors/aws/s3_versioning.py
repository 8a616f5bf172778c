"""Every bucket; of those into which a service writes logs, whether they keep old versions."""

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
    permissions=("s3:ListAllMyBuckets", "s3:GetBucketPolicy", "s3:GetBucketVersioning"),
    shapes={"Bucket": "s3:ListBuckets.Buckets[]", "Versioning": "s3:GetBucketVersioning"},
)
def s3_versioning(account: Account) -> Iterator[Seen | Unseen]:
    """Every bucket; of those into which a service writes logs, whether they keep old versions.

    Of the others that isn't asked: their bodies have no `Versioning`.
    """

    def look(bucket: Json) -> Json:
        if not log_writers(policy_of(account, bucket)):
            return {"Bucket": bucket}
        answer = account.call("s3", "GetBucketVersioning", Bucket=bucket["Name"], region=bucket.get("BucketRegion"))
        return {"Bucket": bucket, "Versioning": answer}

    buckets = account.pages("s3", "ListBuckets", "Buckets", MaxBuckets=1000)
    yield from account.each(buckets, lambda bucket: f"arn:aws:s3:::{bucket['Name']}", look)
