"""Every listener that takes HTTP without TLS, with all its rules."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen


@collector(
    where="regional",
    permissions=(
        "elasticloadbalancing:DescribeLoadBalancers",
        "elasticloadbalancing:DescribeListeners",
        "elasticloadbalancing:DescribeRules",
    ),
    shapes={"Listener": "elbv2:DescribeListeners.Listeners[]", "Rules": "elbv2:DescribeRules.Rules"},
)
def elbv2_plain_listeners(account: Account) -> Iterator[Seen | Unseen]:
    """Every listener that takes HTTP without TLS, with all its rules."""

    def listeners_of(balancer: Json) -> Json:
        return account.pages("elbv2", "DescribeListeners", "Listeners", LoadBalancerArn=balancer["LoadBalancerArn"])

    def look(listener: Json) -> Json:
        rules = account.pages("elbv2", "DescribeRules", "Rules", ListenerArn=listener["ListenerArn"])
        return {"Listener": listener, "Rules": rules}

    plain: list[Json] = []
    balancers = account.pages("elbv2", "DescribeLoadBalancers", "LoadBalancers")
    for answer in account.each(balancers, lambda balancer: str(balancer["LoadBalancerArn"]), listeners_of):
        if isinstance(answer, Unseen):
            yield answer
        else:
            plain += [listener for listener in answer.body if listener.get("Protocol") == "HTTP"]
    yield from account.each(plain, lambda listener: str(listener["ListenerArn"]), look)
