"""Load balancers refuse requests that two servers could read differently."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.elbv2_attributes", when_none=not_applicable("there is no load balancer"))
def elbv2_desync_mode(body: Json, env: Environment) -> Outcome:
    """Load balancers refuse requests that two servers could read differently.

    Why: request smuggling uses such requests to reach other users' sessions.
    Fix: set routing.http.desync_mitigation_mode to strictest (or defensive, if old clients break).
    Source: Elastic Load Balancing User Guide for Application Load Balancers, Desync mitigation mode.
    """
    if body["LoadBalancer"]["Type"] != "application":
        return not_applicable("only application load balancers read HTTP")
    attributes = {item["Key"]: item.get("Value") for item in body["Attributes"]}
    mode = attributes.get("routing.http.desync_mitigation_mode", "defensive")
    if mode not in ("defensive", "strictest"):
        return failed(f"the desync mitigation mode is {mode}, it must be strictest or defensive")
    return passed(f"the desync mitigation mode is {mode}")
