"""Every use of a DNS firewall by a network, with the rules of the firewall."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen


@collector(
    where="regional",
    permissions=("route53resolver:ListFirewallRuleGroupAssociations", "route53resolver:ListFirewallRules"),
    shapes={
        "Association": "route53resolver:ListFirewallRuleGroupAssociations.FirewallRuleGroupAssociations[]",
        "Rules": "route53resolver:ListFirewallRules.FirewallRules",
    },
)
def route53resolver_firewalls(account: Account) -> Iterator[Seen | Unseen]:
    """Every use of a DNS firewall by a network, with the rules of the firewall."""

    def look(association: Json) -> Json:
        rules = account.pages(
            "route53resolver",
            "ListFirewallRules",
            "FirewallRules",
            FirewallRuleGroupId=association["FirewallRuleGroupId"],
        )
        return {"Association": association, "Rules": rules}

    associations = account.pages(
        "route53resolver", "ListFirewallRuleGroupAssociations", "FirewallRuleGroupAssociations"
    )
    yield from account.each(associations, lambda association: str(association["Id"]), look)
