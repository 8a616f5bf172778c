"""Buckets refuse every kind of public access."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.public_access import switched_off


@check(evidence="aws.s3_public_access_blocks", when_none=not_applicable("there is no bucket"))
def s3_public_access_block(body: Json, env: Environment) -> Outcome:
    """Buckets refuse every kind of public access.

    Why: most leaks from S3 began with one wrong policy or access list; the block makes them void.
    Fix: switch all four settings of the public access block on, the account's for all buckets or the bucket's own.
    Source: Amazon S3 User Guide, Blocking public access to your Amazon S3 storage.
    """
    of_account, own = body["OfAccount"], body.get("PublicAccessBlockConfiguration")
    if not switched_off(of_account):
        return passed("all four settings are on for the whole account")
    off = switched_off(of_account, own)
    if not off:
        return passed("all four settings are on")
    if not own:
        return failed("the bucket has no block of public access, and the account's doesn't make up for it")
    return failed(f"{', '.join(off)} is off, for the bucket and for the account")
