"""Every bucket with where it logs access, null where it doesn't."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen


@collector(
    where="global",
    permissions=("s3:ListAllMyBuckets", "s3:GetBucketLogging"),
    shapes={"Bucket": "s3:ListBuckets.Buckets[]", "LoggingEnabled": "s3:GetBucketLogging.LoggingEnabled"},
)
def s3_logging(account: Account) -> Iterator[Seen | Unseen]:
    """Every bucket with where it logs access, null where it doesn't."""

    def look(bucket: Json) -> Json:
        answer = account.call("s3", "GetBucketLogging", Bucket=bucket["Name"], region=bucket.get("BucketRegion"))
        return {"Bucket": bucket, "LoggingEnabled": answer.get("LoggingEnabled")}

    buckets = account.pages("s3", "ListBuckets", "Buckets", MaxBuckets=1000)
    yield from account.each(buckets, lambda bucket: f"arn:aws:s3:::{bucket['Name']}", look)
