"""Every auto scaling group."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(
    where="regional",
    permissions=("autoscaling:DescribeAutoScalingGroups",),
    shapes="autoscaling:DescribeAutoScalingGroups.AutoScalingGroups[]",
)
def autoscaling_groups(account: Account) -> Iterator[Seen]:
    """Every auto scaling group."""
    for item in account.pages("autoscaling", "DescribeAutoScalingGroups", "AutoScalingGroups"):
        yield Seen(item["AutoScalingGroupARN"], item)
