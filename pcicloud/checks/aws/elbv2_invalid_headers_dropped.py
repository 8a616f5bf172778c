"""Load balancers drop HTTP headers with invalid names."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.elbv2_attributes", when_none=not_applicable("there is no load balancer"))
def elbv2_invalid_headers_dropped(body: Json, env: Environment) -> Outcome:
    """Load balancers drop HTTP headers with invalid names.

    Why: such headers serve to smuggle requests past the web filter into the application.
    Fix: set routing.http.drop_invalid_header_fields.enabled to true.
    Source: Elastic Load Balancing User Guide for Application Load Balancers, Load balancer attributes.
    """
    if body["LoadBalancer"]["Type"] != "application":
        return not_applicable("only application load balancers read HTTP")
    attributes = {item["Key"]: item.get("Value") for item in body["Attributes"]}
    if attributes.get("routing.http.drop_invalid_header_fields.enabled") != "true":
        return failed("headers with invalid names reach the application")
    return passed("headers with invalid names are dropped")
