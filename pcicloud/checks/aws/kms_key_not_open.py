"""A key policy must not let in everybody."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.resource_policy import open_to_everybody


@check(evidence="aws.kms_key_policies", when_none=not_applicable("there is no KMS key in this region"))
def kms_key_not_open(key: Json, env: Environment) -> Outcome:
    """A key policy must not let in everybody.

    Why: a key that anybody can use protects nothing.
    Fix: name the principals in the key policy, or tie `*` to an account with `kms:CallerAccount`.
    Source: AWS KMS Developer Guide, "Key policies in AWS KMS".
    """
    if key["KeyMetadata"].get("KeyManager") == "AWS":
        return not_applicable("AWS writes this key's policy")
    found = open_to_everybody(key["Policy"])
    if found:
        return failed(f"the key policy lets everybody in by the statement {', '.join(found)}")
    return passed("the key policy names who may use the key")
