"""Services on ECS give their tasks no public address."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.ecs_services", when_none=not_applicable("there is no ECS service"))
def ecs_service_no_public_address(service: Json, env: Environment) -> Outcome:
    """Services on ECS give their tasks no public address.

    Why: a task with a public address is on the internet beside the load balancer and its web filter.
    Fix: set assignPublicIp to DISABLED and use private subnets.
    Source: Amazon ECS API Reference, AwsVpcConfiguration.
    """
    network = service.get("networkConfiguration", {}).get("awsvpcConfiguration", {})
    if not network:
        return not_applicable("its tasks use the network of their hosts, which are judged themselves")
    if network.get("assignPublicIp", "DISABLED") == "ENABLED":
        return failed("its tasks get a public address")
    return passed("its tasks get private addresses only")
