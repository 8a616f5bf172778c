"""Every bucket with its policy, null where there is none."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.collectors.aws._bucket_policy import policy_of
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen


@collector(
    where="global",
    permissions=("s3:ListAllMyBuckets", "s3:GetBucketPolicy"),
    shapes={"Bucket": "s3:ListBuckets.Buckets[]", "Policy": "s3:GetBucketPolicy.Policy"},
)
def s3_policies(account: Account) -> Iterator[Seen | Unseen]:
    """Every bucket with its policy, null where there is none."""

    def look(bucket: Json) -> Json:
        return {"Bucket": bucket, "Policy": policy_of(account, bucket)}

    buckets = account.pages("s3", "ListBuckets", "Buckets", MaxBuckets=1000)
    yield from account.each(buckets, lambda bucket: f"arn:aws:s3:::{bucket['Name']}", look)
