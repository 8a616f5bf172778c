"""Every load balancer that the internet reaches has a web filter (WAF) in front of it."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.elbv2_web_acls", when_none=not_applicable("there is no application load balancer"))
def elbv2_web_filter(body: Json, env: Environment) -> Outcome:
    """Every load balancer that the internet reaches has a web filter (WAF) in front of it.

    Why: attacks on web applications arrive as valid HTTPS, which no port rule stops.
    Fix: associate a web ACL with the load balancer.
    Source: AWS WAF Developer Guide, Associating protection with AWS resources.
    """
    if body["LoadBalancer"].get("Scheme") == "internal":
        return not_applicable("the internet doesn't reach this load balancer")
    if not body["WebACL"]:
        return failed("no web filter stands before this load balancer")
    return passed(f"{body['WebACL']['Name']} stands before it")
