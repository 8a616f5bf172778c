"""A key's material must never have been outside of the security module."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown

IN_DEVICE = {"AWS_KMS": "KMS's own security modules", "AWS_CLOUDHSM": "a CloudHSM cluster"}


@check(evidence="aws.kms_keys", when_none=not_applicable("there is no KMS key in this region"))
def kms_key_in_device(key: Json, env: Environment) -> Outcome:
    """A key's material must never have been outside of the security module.

    Why: material that was made outside lies in at least one more place, and in the clear at some moment.
    Fix: make a key whose origin is AWS_KMS or AWS_CLOUDHSM and encrypt again with it.
    Source: AWS KMS API Reference, KeyMetadata (Origin).
    """
    about = key["KeyMetadata"]
    if about.get("KeyManager") == "AWS":
        return not_applicable("AWS makes, keeps and rotates this key")
    origin = about.get("Origin")
    if not origin:
        return unknown("AWS didn't say where the key was made")
    if origin not in IN_DEVICE:
        return failed(f"the key's origin is {origin}: its material exists outside of the security module")
    return passed(f"the key was made in {IN_DEVICE[origin]} and cannot leave")
