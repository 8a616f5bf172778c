"""Security Hub: the standards by which it checks the account."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen

NOT_ON = ("InvalidAccessException", "ResourceNotFoundException")


@collector(
    where="regional",
    permissions=("securityhub:DescribeHub", "securityhub:GetEnabledStandards"),
    shapes="securityhub:GetEnabledStandards.StandardsSubscriptions[]",
)
def securityhub_standards(account: Account) -> Iterator[Seen]:
    """Each standard that is switched on; nothing where Security Hub itself is off."""
    if not account.call("securityhub", "DescribeHub", none_when=NOT_ON):
        return
    for standard in account.pages("securityhub", "GetEnabledStandards", "StandardsSubscriptions"):
        yield Seen(standard["StandardsArn"], standard)
