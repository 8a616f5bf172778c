"""Security Hub: whether the region's hub is on."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen

NOT_ON = ("InvalidAccessException", "ResourceNotFoundException")


@collector(where="regional", permissions=("securityhub:DescribeHub",), shapes="securityhub:DescribeHub")
def securityhub_hub(account: Account) -> Iterator[Seen]:
    """The region's hub of findings; nothing where Security Hub is not switched on."""
    hub = account.call("securityhub", "DescribeHub", none_when=NOT_ON)
    if hub:
        yield Seen(hub["HubArn"], hub)
