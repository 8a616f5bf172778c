"""Security groups let hosts call the internet only where they must."""

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
def ec2_security_group_world_egress(
    group: Json, env: Environment, *, ec2_prefix_lists: tuple[Json, ...], ports_allowed: list[str]
) -> Outcome:
    """Security groups let hosts call the internet only where they must.

    Why: stolen card data leaves, and malware calls home, through rules that allow every way out.
    Fix: delete AWS's default rule for outgoing traffic and name ports and destinations.
    Source: Amazon EC2 API Reference, DescribeSecurityGroups.
    """
    if not group["IpPermissionsEgress"]:
        return not_applicable("the group lets nothing out")
    for rule, world in world_openings(group["IpPermissionsEgress"], ec2_prefix_lists):
        if not opens_only(rule, ports_allowed):
            return failed(f"hosts may send {spoken(rule)} to {world}; {', '.join(ports_allowed)} is what is needed")
    unseen = unseen_lists(group["IpPermissionsEgress"], ec2_prefix_lists)
    if unseen:
        return unknown(f"what the prefix list {unseen[0]} holds was not seen")
    return passed("no way out to the internet but the allowed ports")
