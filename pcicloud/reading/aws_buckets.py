"""Finds what belongs to a bucket among the policies of all buckets."""

from __future__ import annotations

from collections.abc import Iterable

from pcicloud.model.outcome import Json
from pcicloud.reading.resource_policy import log_writers

#: Collectors ask by the bucket's policy what else to ask; evidence of two moments may hold two policies.
NOT_ASKED = "it wasn't asked, since the bucket had another policy then: collect again"


def writers_of_logs(bucket: Json, policies: Iterable[Json]) -> set[str]:
    """Which services write logs into a bucket, judged by its policy; `bucket` is an item of ListBuckets."""
    for policy in policies:
        if policy["Bucket"]["Name"] == bucket["Name"]:
            return log_writers(policy["Policy"])
    return set()
