"""Buckets of data delete objects after a time that somebody chose."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.aws_buckets import writers_of_logs


@check(evidence="aws.s3_lifecycles", beside=("aws.s3_policies",), when_none=not_applicable("there is no bucket"))
def s3_data_expires(body: Json, env: Environment, *, s3_policies: tuple[Json, ...]) -> Outcome:
    """Buckets of data delete objects after a time that somebody chose.

    Why: card data that nobody deletes stays for ever, and each day of it is a risk without a use.
    Fix: add a lifecycle rule with an expiry that follows the retention policy.
    Source: Amazon S3 User Guide, Expiring objects.
    """
    if writers_of_logs(body["Bucket"], s3_policies):
        return not_applicable("this bucket keeps logs")
    for rule in body["Rules"] or ():
        expiry = rule.get("Expiration", {})
        if rule["Status"] == "Enabled" and expiry.get("Days"):
            return passed(f"objects are deleted after {expiry['Days']} days")
        if rule["Status"] == "Enabled" and expiry.get("Date"):
            return passed(f"objects are deleted on {expiry['Date'][:10]}")
    return failed("nothing deletes its objects")
