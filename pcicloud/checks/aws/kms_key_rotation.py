"""The material of a key must change at the end of its period."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.moments import whole_days

IN_USE = {"Enabled", "Disabled"}


@check(evidence="aws.kms_keys", when_none=not_applicable("there is no KMS key in this region"))
def kms_key_rotation(key: Json, env: Environment, *, days_max: int) -> Outcome:
    """The material of a key must change at the end of its period.

    Why: the more a key has encrypted and the longer it has lived, the more is lost with it.
    Fix: switch on rotation with a period in time; replace by hand a key that KMS cannot rotate.
    Source: AWS KMS API Reference, GetKeyRotationStatus; AWS KMS Developer Guide, "Rotate AWS KMS keys".
    """
    about, rotation = key["KeyMetadata"], key["Rotation"]
    if about.get("KeyManager") == "AWS":
        return not_applicable("AWS makes, keeps and rotates this key")
    if about["KeyState"] not in IN_USE:
        return not_applicable(f"the key encrypts nothing any more: it is in the state {about['KeyState']}")
    if rotation is None:
        return _by_hand(about, env, days_max)
    if not rotation.get("KeyRotationEnabled"):
        return failed(f"rotation is off; the key must change every {days_max} days")
    days = rotation.get("RotationPeriodInDays", 365)
    if days > days_max:
        return failed(f"the key changes every {days} days, {days_max} days are the most")
    return passed(f"the key changes every {days} days")


def _by_hand(about: Json, env: Environment, days_max: int) -> Outcome:
    days = whole_days(about["CreationDate"], env.as_of)
    kind = about.get("KeySpec", "SYMMETRIC_DEFAULT")
    if days > days_max:
        return failed(f"KMS cannot rotate this {kind} key, and it is {days} days old, {days_max} days are the most")
    return passed(f"KMS cannot rotate this {kind} key; it is {days} days old and must be replaced by hand in time")
