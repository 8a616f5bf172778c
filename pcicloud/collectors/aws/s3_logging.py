"""Every bucket with where it logs access, null where it doesn't; not of those that receive such logs."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.collectors.aws._bucket_policy import policy_of
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen
from pcicloud.reading.resource_policy import log_writers, receives_access_logs


@collector(
    where="global",
    permissions=("s3:ListAllMyBuckets", "s3:GetBucketPolicy", "s3:GetBucketLogging"),
    shapes={"Bucket": "s3:ListBuckets.Buckets[]", "LoggingEnabled": "s3:GetBucketLogging.LoggingEnabled"},
)
def s3_logging(account: Account) -> Iterator[Seen | Unseen]:
    """Every bucket with where it logs access, null where it doesn't; not of those that receive such logs.

    A receiver isn't asked, since logging its own access would never end: its body has no `LoggingEnabled`.
    """

    def look(bucket: Json) -> Json:
        if receives_access_logs(log_writers(policy_of(account, bucket))):
            return {"Bucket": bucket}
        answer = account.call("s3", "GetBucketLogging", Bucket=bucket["Name"], region=bucket.get("BucketRegion"))
        return {"Bucket": bucket, "LoggingEnabled": answer.get("LoggingEnabled")}

    buckets = account.pages("s3", "ListBuckets", "Buckets", MaxBuckets=1000)
    yield from account.each(buckets, lambda bucket: f"arn:aws:s3:::{bucket['Name']}", look)
