"""Subnets give no public address to what starts in them."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.default_network import is_unused_default


@check(
    evidence="aws.ec2_subnets",
    beside=("aws.ec2_vpcs", "aws.ec2_network_interfaces"),
    when_none=not_applicable("there is no subnet"),
)
def ec2_subnet_no_public_addresses(
    subnet: Json, env: Environment, *, ec2_vpcs: tuple[Json, ...], ec2_network_interfaces: tuple[Json, ...]
) -> Outcome:
    """Subnets give no public address to what starts in them.

    Why: a host that gets a public address by default is on the internet before anybody decided so.
    Fix: switch off automatic public IPv4 addresses for the subnet; public services stand behind the load balancer.
    Source: Amazon VPC User Guide, Modify the IP addressing attributes of your subnet.
    """
    if is_unused_default(subnet["VpcId"], ec2_vpcs, ec2_network_interfaces):
        return not_applicable("nothing runs in this default network of AWS")
    if "MapPublicIpOnLaunch" not in subnet:
        return unknown("AWS didn't say whether hosts get a public address here")
    if subnet["MapPublicIpOnLaunch"]:
        return failed("whatever starts in this subnet gets a public address")
    return passed("nothing gets a public address by default")
