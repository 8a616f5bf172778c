"""Every load balancer with its attributes."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen


@collector(
    where="regional",
    permissions=("elasticloadbalancing:DescribeLoadBalancers", "elasticloadbalancing:DescribeLoadBalancerAttributes"),
    shapes={
        "LoadBalancer": "elbv2:DescribeLoadBalancers.LoadBalancers[]",
        "Attributes": "elbv2:DescribeLoadBalancerAttributes.Attributes",
    },
)
def elbv2_attributes(account: Account) -> Iterator[Seen | Unseen]:
    """Every load balancer with its attributes."""

    def look(balancer: Json) -> Json:
        answer = account.call("elbv2", "DescribeLoadBalancerAttributes", LoadBalancerArn=balancer["LoadBalancerArn"])
        return {"LoadBalancer": balancer, "Attributes": answer["Attributes"]}

    balancers = account.pages("elbv2", "DescribeLoadBalancers", "LoadBalancers")
    yield from account.each(balancers, lambda balancer: str(balancer["LoadBalancerArn"]), look)
