"""Reads blocks of public access to S3: a bucket's own, and the account's that holds for all buckets."""

from __future__ import annotations

from pcicloud.model.outcome import Json

SWITCHES = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")


def switched_off(*blocks: Json | None) -> list[str]:
    """The switches that none of the blocks has on; None is a block that was never set."""
    return [switch for switch in SWITCHES if not any(block and block.get(switch) for block in blocks)]
