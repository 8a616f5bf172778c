"""Load balancers can't be deleted by mistake."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.elbv2_attributes", when_none=not_applicable("there is no load balancer"))
def elbv2_deletion_protection(body: Json, env: Environment) -> Outcome:
    """Load balancers can't be deleted by mistake.

    Why: the load balancer carries the web filter and the TLS settings: whoever replaces it in a hurry forgets them.
    Fix: set deletion_protection.enabled to true.
    Source: Elastic Load Balancing User Guide for Application Load Balancers, Deletion protection.
    """
    attributes = {item["Key"]: item.get("Value") for item in body["Attributes"]}
    if attributes.get("deletion_protection.enabled") != "true":
        return failed("deletion protection is off")
    return passed("deletion protection is on")
