"""Every regional web filter (web ACL) with its rules."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.collectors.aws.elbv2_web_acls import elbv2_web_acls
from pcicloud.errors import NotSeen
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen


@collector(
    where="regional",
    permissions=("wafv2:ListWebACLs", *elbv2_web_acls.permissions),
    shapes="wafv2:GetWebACL.WebACL",
)
def wafv2_web_acls(account: Account) -> Iterator[Seen | Unseen]:
    """Every regional web filter (web ACL) with its rules.

    One in front of a load balancer is the answer to what stands there, which is asked anyway.
    """

    def look(item: Json) -> Json:
        if item["ARN"] in standing:
            return standing[item["ARN"]]
        return account.call("wafv2", "GetWebACL", Name=item["Name"], Id=item["Id"], Scope="REGIONAL")["WebACL"]

    listed = account.pages("wafv2", "ListWebACLs", "WebACLs", Scope="REGIONAL", Limit=100)
    standing = _before_balancers(account) if listed else {}
    yield from account.each(listed, lambda item: str(item["ARN"]), look)


def _before_balancers(account: Account) -> dict[str, Json]:
    """The web ACLs in front of load balancers by ARN, as far as they can be seen; the others are asked one by one."""
    try:
        seen = [looked.body["WebACL"] for looked in elbv2_web_acls.function(account) if isinstance(looked, Seen)]
    except NotSeen:
        return {}
    return {acl["ARN"]: acl for acl in seen if acl}
