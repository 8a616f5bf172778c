"""Every network refuses to look up names that are known to be bad."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.default_network import is_unused_default


@check(
    evidence="aws.ec2_vpcs",
    beside=("aws.route53resolver_firewalls", "aws.ec2_network_interfaces"),
    when_none=not_applicable("there is no network"),
)
def ec2_vpc_name_firewall(
    vpc: Json,
    env: Environment,
    *,
    route53resolver_firewalls: tuple[Json, ...],
    ec2_network_interfaces: tuple[Json, ...],
) -> Outcome:
    """Every network refuses to look up names that are known to be bad.

    Why: a host that can't resolve its attacker's name can neither call home nor carry data out in name queries.
    Fix: associate the network with a DNS firewall rule group that blocks; an ALERT rule stops nothing.
    Source: Amazon Route 53 Developer Guide, Resolver DNS Firewall.
    """
    if is_unused_default(vpc["VpcId"], [vpc], ec2_network_interfaces):
        return not_applicable("nothing runs in this default network of AWS")
    own = [body for body in route53resolver_firewalls if body["Association"]["VpcId"] == vpc["VpcId"]]
    if not own:
        return failed("no DNS firewall guards this network")
    blocking = [rule for body in own for rule in body["Rules"] if rule["Action"] == "BLOCK"]
    return (
        passed(f"{len(blocking)} rules block names") if blocking else failed("the DNS firewall has no rule that blocks")
    )
