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
        expiry = rule.get("Expiration", {}) if _is_for_all(rule) else {}
        if rule["Status"] == "Enabled" and expiry.get("Days"):
            return passed(f"objects are deleted after {expiry['Days']} days")
        if rule["Status"] == "Enabled" and expiry.get("Date"):
            return passed(f"objects are deleted on {expiry['Date'][:10]}")
    return failed("no rule deletes all of its objects")


def _is_for_all(rule: Json) -> bool:
    """Whether a rule holds for every object: no prefix (in its old or its new place), no tag, no size."""
    return not rule.get("Prefix") and not any((rule.get("Filter") or {}).values())
