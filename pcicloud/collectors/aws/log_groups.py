"""CloudWatch log groups: how long they keep and with which key."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(where="regional", permissions=("logs:DescribeLogGroups",), shapes="logs:DescribeLogGroups.logGroups[]")
def log_groups(account: Account) -> Iterator[Seen]:
    """Each log group with its retention and its key."""
    for group in account.pages("logs", "DescribeLogGroups", "logGroups"):
        yield Seen(group["arn"], group)
