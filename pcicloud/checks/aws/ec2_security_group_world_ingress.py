"""Security groups let the internet reach public services only."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.network_rules import opens_only, spoken, world_ranges


@check(evidence="aws.ec2_security_groups", when_none=not_applicable("there is no security group"))
def ec2_security_group_world_ingress(group: Json, env: Environment, *, ports_allowed: list[str]) -> Outcome:
    """Security groups let the internet reach public services only.

    Why: a port that the whole internet reaches is scanned within minutes and attacked within hours.
    Fix: remove the rule, or name the sources that need it; publish only the load balancer's ports.
    Source: Amazon EC2 API Reference, DescribeSecurityGroups.
    """
    for rule in group["IpPermissions"]:
        world = world_ranges(rule)
        if world and not opens_only(rule, ports_allowed):
            return failed(
                f"{spoken(rule)} is open to {world[0]}; the internet may reach {', '.join(ports_allowed)} only"
            )
    return passed("the internet reaches no port that isn't a public service")
