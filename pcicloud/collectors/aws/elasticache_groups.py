"""Every replication group of ElastiCache that isn't being deleted."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(
    where="regional",
    permissions=("elasticache:DescribeReplicationGroups",),
    shapes="elasticache:DescribeReplicationGroups.ReplicationGroups[]",
)
def elasticache_groups(account: Account) -> Iterator[Seen]:
    """Every replication group of ElastiCache that isn't being deleted."""
    for item in account.pages("elasticache", "DescribeReplicationGroups", "ReplicationGroups"):
        if item.get("Status") != "deleting":
            yield Seen(item["ARN"], item)
