"""Amazon Inspector: what it scans in this account."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(
    where="regional",
    permissions=("inspector2:BatchGetAccountStatus",),
    shapes="inspector2:BatchGetAccountStatus.accounts[]",
)
def inspector_status(account: Account) -> Iterator[Seen]:
    """The account's state in Inspector, a kind of resource at a time."""
    answer = account.call("inspector2", "BatchGetAccountStatus", accountIds=[account.account_id])
    for state in answer["accounts"]:
        yield Seen(state["accountId"], state)
