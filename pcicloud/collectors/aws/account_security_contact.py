"""Whom AWS calls when it sees a security problem in the account."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(
    where="global", permissions=("account:GetAlternateContact",), shapes="account:GetAlternateContact.AlternateContact"
)
def account_security_contact(account: Account) -> Iterator[Seen]:
    """The account's alternate contact for security; nothing where none is set."""
    answer = account.call(
        "account", "GetAlternateContact", none_when=("ResourceNotFoundException",), AlternateContactType="SECURITY"
    )
    if answer:
        yield Seen("security contact", answer["AlternateContact"])
