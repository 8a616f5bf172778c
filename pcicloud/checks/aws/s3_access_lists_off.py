"""Buckets decide access by policies alone, access lists (ACLs) are off."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.s3_ownership", when_none=not_applicable("there is no bucket"))
def s3_access_lists_off(body: Json, env: Environment) -> Outcome:
    """Buckets decide access by policies alone, access lists (ACLs) are off.

    Why: an access list on one object can open it to others without showing in any policy.
    Fix: set object ownership to BucketOwnerEnforced.
    Source: Amazon S3 User Guide, Controlling ownership of objects and disabling ACLs for your bucket.
    """
    rules = (body["OwnershipControls"] or {}).get("Rules", ())
    owner = next((rule["ObjectOwnership"] for rule in rules), "not set")
    if owner != "BucketOwnerEnforced":
        return failed(f"object ownership is {owner}, so access lists are in force")
    return passed("access lists are off")
