"""Security groups let the internet reach public services only."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.network_rules import opens_only, spoken, unseen_lists, world_openings


@check(
    evidence="aws.ec2_security_groups",
    beside=("aws.ec2_prefix_lists",),
    when_none=not_applicable("there is no security group"),
)
def ec2_security_group_world_ingress(
    group: Json, env: Environment, *, ec2_prefix_lists: tuple[Json, ...], ports_allowed: list[str]
) -> Outcome:
    """Security groups let the internet reach public services only.

    Why: a port that the whole internet reaches is scanned within minutes and attacked within hours.
    Fix: remove the rule, or name the sources that need it; publish only the load balancer's ports.
    Source: Amazon EC2 API Reference, DescribeSecurityGroups.
    """
    if not group["IpPermissions"]:
        return not_applicable("the group lets nothing in")
    for rule, world in world_openings(group["IpPermissions"], ec2_prefix_lists):
        if not opens_only(rule, ports_allowed):
            return failed(f"{spoken(rule)} is open to {world}; the internet may reach {', '.join(ports_allowed)} only")
    unseen = unseen_lists(group["IpPermissions"], ec2_prefix_lists)
    if unseen:
        return unknown(f"what the prefix list {unseen[0]} holds was not seen")
    return passed("the internet reaches no port that isn't a public service")
