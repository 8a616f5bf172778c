"""Security groups let hosts call the internet only where they must."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.network_rules import opens_only, spoken, world_ranges


@check(evidence="aws.ec2_security_groups", when_none=not_applicable("there is no security group"))
def ec2_security_group_world_egress(group: Json, env: Environment, *, ports_allowed: list[str]) -> Outcome:
    """Security groups let hosts call the internet only where they must.

    Why: stolen card data leaves, and malware calls home, through rules that allow every way out.
    Fix: delete AWS's default rule for outgoing traffic and name ports and destinations.
    Source: Amazon EC2 API Reference, DescribeSecurityGroups.
    """
    for rule in group["IpPermissionsEgress"]:
        world = world_ranges(rule)
        if world and not opens_only(rule, ports_allowed):
            return failed(f"hosts may send {spoken(rule)} to {world[0]}; {', '.join(ports_allowed)} is what is needed")
    return passed("no way out to the internet but the allowed ports")
