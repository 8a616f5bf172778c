"""IAM roles with their policies and whom they trust."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.collectors.aws._authorization_details import authorization_details
from pcicloud.model.sighting import Seen


@collector(
    where="global",
    permissions=("iam:GetAccountAuthorizationDetails",),
    shapes="iam:GetAccountAuthorizationDetails.RoleDetailList[]",
)
def iam_roles(account: Account) -> Iterator[Seen]:
    """Each IAM role with whom it trusts, its policies, its boundary and its last use."""
    for role in authorization_details(account, "RoleDetailList"):
        yield Seen(role["Arn"], role)
