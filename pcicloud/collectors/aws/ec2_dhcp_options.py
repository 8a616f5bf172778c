"""What networks tell their hosts at start: name servers and time servers."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(where="regional", permissions=("ec2:DescribeDhcpOptions",), shapes="ec2:DescribeDhcpOptions.DhcpOptions[]")
def ec2_dhcp_options(account: Account) -> Iterator[Seen]:
    """What networks tell their hosts at start: name servers and time servers."""
    for item in account.pages("ec2", "DescribeDhcpOptions", "DhcpOptions"):
        yield Seen(item["DhcpOptionsId"], item)
