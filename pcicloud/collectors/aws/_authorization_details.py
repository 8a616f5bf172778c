"""The one question that shows users, groups, roles and policies of an account with all their policies."""

from __future__ import annotations

from pcicloud.aws import Account
from pcicloud.model.outcome import Json

KINDS = ["User", "Group", "Role", "LocalManagedPolicy"]


def authorization_details(account: Account, items: str) -> list[Json]:
    """All items of one list of the answer (`UserDetailList`, ...). Raises NotSeen.

    Four collectors ask for all lists at once, so that the account is asked once for all of them.
    """
    found: list[Json] = []
    following: Json = {}
    while True:
        answer = account.call("iam", "GetAccountAuthorizationDetails", Filter=KINDS, MaxItems=1000, **following)
        found.extend(answer.get(items) or [])
        if not answer.get("IsTruncated"):
            return found
        following = {"Marker": answer["Marker"]}
