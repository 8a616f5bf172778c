"""Buckets refuse every kind of public access."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed

SETTINGS = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")


@check(evidence="aws.s3_public_access_blocks", when_none=not_applicable("there is no bucket"))
def s3_public_access_block(body: Json, env: Environment) -> Outcome:
    """Buckets refuse every kind of public access.

    Why: most leaks from S3 began with one wrong policy or access list; the block makes them void.
    Fix: switch all four settings of the bucket's public access block on.
    Source: Amazon S3 User Guide, Blocking public access to your Amazon S3 storage.
    """
    block = body["PublicAccessBlockConfiguration"]
    if not block:
        return failed("the bucket has no block of public access")
    off = [name for name in SETTINGS if not block.get(name)]
    return failed(f"{', '.join(off)} is off") if off else passed("all four settings are on")
