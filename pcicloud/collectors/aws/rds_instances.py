"""Every database instance."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(where="regional", permissions=("rds:DescribeDBInstances",), shapes="rds:DescribeDBInstances.DBInstances[]")
def rds_instances(account: Account) -> Iterator[Seen]:
    """Every database instance."""
    for item in account.pages("rds", "DescribeDBInstances", "DBInstances"):
        yield Seen(item["DBInstanceArn"], item)
