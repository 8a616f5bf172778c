"""IAM groups with their policies."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.collectors.aws._authorization_details import authorization_details
from pcicloud.model.sighting import Seen


@collector(
    where="global",
    permissions=("iam:GetAccountAuthorizationDetails",),
    shapes="iam:GetAccountAuthorizationDetails.GroupDetailList[]",
)
def iam_groups(account: Account) -> Iterator[Seen]:
    """Each IAM group with the policies that its members get."""
    for group in authorization_details(account, "GroupDetailList"):
        yield Seen(group["Arn"], group)
