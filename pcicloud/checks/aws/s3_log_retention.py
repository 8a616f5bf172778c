"""Buckets of logs keep them for twelve months, the newest ones ready to read."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.aws_buckets import writers_of_logs

SLOW = ("GLACIER", "DEEP_ARCHIVE")


@check(evidence="aws.s3_lifecycles", beside=("aws.s3_policies",), when_none=not_applicable("there is no bucket"))
def s3_log_retention(
    body: Json, env: Environment, *, s3_policies: tuple[Json, ...], days_min: int, days_at_hand_min: int
) -> Outcome:
    """Buckets of logs keep them for twelve months, the newest ones ready to read.

    Why: intrusions are found months later, and an archive that answers in a day doesn't help on the first day.
    Fix: set the lifecycle rule's expiry to the required days or more, and move nothing to Glacier before the days
    at hand.
    Source: Amazon S3 API Reference, GetBucketLifecycleConfiguration.
    """
    if not writers_of_logs(body["Bucket"], s3_policies):
        return not_applicable("no service writes logs into this bucket")
    active = [rule for rule in body["Rules"] or () if rule["Status"] == "Enabled"]
    for rule in active:
        days = rule.get("Expiration", {}).get("Days")
        if days is not None and days < days_min:
            return failed(
                f"rule {rule.get('ID', 'without a name')} deletes logs after {days} days, {days_min} are required"
            )
        if rule.get("Expiration", {}).get("Date"):
            return failed(f"rule {rule.get('ID', 'without a name')} deletes all logs on a date, whatever their age")
        for move in rule.get("Transitions", ()):
            if move["StorageClass"] in SLOW and move.get("Days", 0) < days_at_hand_min:
                return failed(
                    f"logs move to {move['StorageClass']} after {move.get('Days', 0)} days, not {days_at_hand_min}"
                )
    return passed("logs are kept long enough" if active else "no rule deletes logs")
