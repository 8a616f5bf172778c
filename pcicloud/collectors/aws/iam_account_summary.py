"""Counts of the account's identities, and whether its root user has credentials."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(where="global", permissions=("iam:GetAccountSummary",), shapes="iam:GetAccountSummary.SummaryMap")
def iam_account_summary(account: Account) -> Iterator[Seen]:
    """Counts of the account's identities, and whether its root user has a password, keys and a second factor."""
    yield Seen("account", account.call("iam", "GetAccountSummary")["SummaryMap"])
