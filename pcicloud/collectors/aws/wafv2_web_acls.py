"""Every regional web filter (web ACL) with its rules."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen


@collector(where="regional", permissions=("wafv2:ListWebACLs", "wafv2:GetWebACL"), shapes="wafv2:GetWebACL.WebACL")
def wafv2_web_acls(account: Account) -> Iterator[Seen | Unseen]:
    """Every regional web filter (web ACL) with its rules."""

    def look(item: Json) -> Json:
        return account.call("wafv2", "GetWebACL", Name=item["Name"], Id=item["Id"], Scope="REGIONAL")["WebACL"]

    listed = account.pages("wafv2", "ListWebACLs", "WebACLs", Scope="REGIONAL", Limit=100)
    yield from account.each(listed, lambda item: str(item["ARN"]), look)
