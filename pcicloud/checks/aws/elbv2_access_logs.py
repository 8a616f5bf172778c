"""Load balancers log every request to a bucket."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.elbv2_attributes", when_none=not_applicable("there is no load balancer"))
def elbv2_access_logs(body: Json, env: Environment) -> Outcome:
    """Load balancers log every request to a bucket.

    Why: the log says who asked for what and from where, also for requests that the application never saw.
    Fix: set access_logs.s3.enabled and access_logs.s3.bucket.
    Source: Elastic Load Balancing User Guide for Application Load Balancers, Access logs.
    """
    attributes = {item["Key"]: item.get("Value") for item in body["Attributes"]}
    if body["LoadBalancer"]["Type"] == "gateway":
        return not_applicable("a gateway load balancer has no access log")
    if attributes.get("access_logs.s3.enabled") != "true" or not attributes.get("access_logs.s3.bucket"):
        return failed("requests are not logged")
    return passed(f"requests are logged to {attributes['access_logs.s3.bucket']}")
