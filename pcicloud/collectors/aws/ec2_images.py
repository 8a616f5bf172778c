"""Every machine image that the account owns."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(where="regional", permissions=("ec2:DescribeImages",), shapes="ec2:DescribeImages.Images[]")
def ec2_images(account: Account) -> Iterator[Seen]:
    """Every machine image that the account owns."""
    for item in account.pages("ec2", "DescribeImages", "Images", Owners=["self"]):
        yield Seen(item["ImageId"], item)
