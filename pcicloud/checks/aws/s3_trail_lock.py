"""Nobody can delete or change the trail before its time, the root user included."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.s3_trail_locks", when_none=not_applicable("CloudTrail writes into no bucket of this account"))
def s3_trail_lock(body: Json, env: Environment, *, days_min: int) -> Outcome:
    """Nobody can delete or change the trail before its time, the root user included.

    Why: who has taken an administrator's account can switch off everything but an object lock in compliance mode.
    Fix: create the trail's bucket with object lock and a default retention in COMPLIANCE mode.
    Source: Amazon S3 User Guide, Locking objects with Object Lock.
    """
    retention = ((body["ObjectLockConfiguration"] or {}).get("Rule") or {}).get("DefaultRetention")
    if not retention:
        return failed("objects aren't locked by default")
    days = retention.get("Days") or retention.get("Years", 0) * 365
    if retention["Mode"] != "COMPLIANCE":
        return failed(f"the lock is in {retention['Mode']} mode, which an administrator may lift")
    if days < days_min:
        return failed(f"objects are locked for {days} days, {days_min} are required")
    return passed(f"objects are locked for {days} days in COMPLIANCE mode")
