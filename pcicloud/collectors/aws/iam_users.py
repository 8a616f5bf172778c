"""IAM users with their groups and policies."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.collectors.aws._authorization_details import authorization_details
from pcicloud.model.sighting import Seen


@collector(
    where="global",
    permissions=("iam:GetAccountAuthorizationDetails",),
    shapes="iam:GetAccountAuthorizationDetails.UserDetailList[]",
)
def iam_users(account: Account) -> Iterator[Seen]:
    """Each IAM user with its groups, its own policies and its boundary."""
    for user in authorization_details(account, "UserDetailList"):
        yield Seen(user["Arn"], user)
