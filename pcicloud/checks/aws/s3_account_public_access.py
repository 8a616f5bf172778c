"""The account must block public access to all of its buckets."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.public_access import switched_off


@check(evidence="aws.s3_account_public_access", when_none=failed("the account does not block public access to buckets"))
def s3_account_public_access(block: Json, env: Environment) -> Outcome:
    """The account must block public access to all of its buckets.

    Why: the account's block holds for buckets that are made tomorrow, too.
    Fix: switch on all four settings of the account's public access block (`pcicloud env apply` does).
    Source: Amazon S3 API Reference, GetPublicAccessBlock (S3 Control).
    """
    off = switched_off(block)
    if off:
        return failed(f"off: {', '.join(off)}; all four switches must be on")
    return passed("all four switches are on")
