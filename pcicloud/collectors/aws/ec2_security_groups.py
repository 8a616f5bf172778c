"""Every security group with its rules."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(
    where="regional", permissions=("ec2:DescribeSecurityGroups",), shapes="ec2:DescribeSecurityGroups.SecurityGroups[]"
)
def ec2_security_groups(account: Account) -> Iterator[Seen]:
    """Every security group with its rules."""
    for item in account.pages("ec2", "DescribeSecurityGroups", "SecurityGroups"):
        yield Seen(item["GroupId"], item)
