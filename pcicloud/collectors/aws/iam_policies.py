"""The account's own managed policies with their versions."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.collectors.aws._authorization_details import authorization_details
from pcicloud.model.sighting import Seen


@collector(
    where="global",
    permissions=("iam:GetAccountAuthorizationDetails",),
    shapes="iam:GetAccountAuthorizationDetails.Policies[]",
)
def iam_policies(account: Account) -> Iterator[Seen]:
    """Each managed policy that the account made itself, with the text of its versions."""
    for policy in authorization_details(account, "Policies"):
        yield Seen(policy["Arn"], policy)
