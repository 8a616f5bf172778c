"""The account's password policy for IAM users."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(
    where="global", permissions=("iam:GetAccountPasswordPolicy",), shapes="iam:GetAccountPasswordPolicy.PasswordPolicy"
)
def iam_password_policy(account: Account) -> Iterator[Seen]:
    """The account's password policy; nothing where AWS's weak default is in force."""
    answer = account.call("iam", "GetAccountPasswordPolicy", none_when=("NoSuchEntity",))
    if answer:
        yield Seen("password policy", answer["PasswordPolicy"])
