"""Amazon Macie: whether it looks for sensitive data in the region's buckets."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.errors import NotSeen
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen


@collector(where="regional", permissions=("macie2:GetMacieSession",), shapes="macie2:GetMacieSession")
def macie_session(account: Account) -> Iterator[Seen]:
    """The region's Macie session; nothing where Macie is not switched on."""
    session = _session(account)
    if session:
        yield Seen("macie session", session)


def _session(account: Account) -> Json:
    try:
        return account.call("macie2", "GetMacieSession", none_when=("ResourceNotFoundException",))
    except NotSeen as gap:
        # Macie says "access denied" both where it is off and where we may not ask; only its text tells them apart.
        if "Macie is not enabled" in gap.reason:
            return None
        raise
