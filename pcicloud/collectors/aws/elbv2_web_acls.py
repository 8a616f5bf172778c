"""Every application load balancer with the web filter (web ACL) in front of it, null where there is none."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen


@collector(
    where="regional",
    permissions=("elasticloadbalancing:DescribeLoadBalancers", "wafv2:GetWebACLForResource", "wafv2:GetWebACL"),
    shapes={
        "LoadBalancer": "elbv2:DescribeLoadBalancers.LoadBalancers[]",
        "WebACL": "wafv2:GetWebACLForResource.WebACL",
    },
)
def elbv2_web_acls(account: Account) -> Iterator[Seen | Unseen]:
    """Every application load balancer with the web filter (web ACL) in front of it, null where there is none."""

    def look(balancer: Json) -> Json:
        answer = account.call(
            "wafv2",
            "GetWebACLForResource",
            none_when=("WAFNonexistentItemException",),
            ResourceArn=balancer["LoadBalancerArn"],
        )
        return {"LoadBalancer": balancer, "WebACL": (answer or {}).get("WebACL")}

    balancers = account.pages("elbv2", "DescribeLoadBalancers", "LoadBalancers")
    applications = [balancer for balancer in balancers if balancer["Type"] == "application"]
    yield from account.each(applications, lambda balancer: str(balancer["LoadBalancerArn"]), look)
