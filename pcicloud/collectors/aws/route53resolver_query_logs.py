"""Every network whose name queries are logged."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(
    where="regional",
    permissions=("route53resolver:ListResolverQueryLogConfigAssociations",),
    shapes="route53resolver:ListResolverQueryLogConfigAssociations.ResolverQueryLogConfigAssociations[]",
)
def route53resolver_query_logs(account: Account) -> Iterator[Seen]:
    """Every network whose name queries are logged."""
    for item in account.pages(
        "route53resolver", "ListResolverQueryLogConfigAssociations", "ResolverQueryLogConfigAssociations"
    ):
        yield Seen(item["Id"], item)
