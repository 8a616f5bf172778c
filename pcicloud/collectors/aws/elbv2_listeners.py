"""Every load balancer with its listeners."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen


@collector(
    where="regional",
    permissions=("elasticloadbalancing:DescribeLoadBalancers", "elasticloadbalancing:DescribeListeners"),
    shapes={
        "LoadBalancer": "elbv2:DescribeLoadBalancers.LoadBalancers[]",
        "Listeners": "elbv2:DescribeListeners.Listeners",
    },
)
def elbv2_listeners(account: Account) -> Iterator[Seen | Unseen]:
    """Every load balancer with its listeners."""

    def look(balancer: Json) -> Json:
        listeners = account.pages(
            "elbv2", "DescribeListeners", "Listeners", LoadBalancerArn=balancer["LoadBalancerArn"]
        )
        return {"LoadBalancer": balancer, "Listeners": listeners}

    balancers = account.pages("elbv2", "DescribeLoadBalancers", "LoadBalancers")
    yield from account.each(balancers, lambda balancer: str(balancer["LoadBalancerArn"]), look)
