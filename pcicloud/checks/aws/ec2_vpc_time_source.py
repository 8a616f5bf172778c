"""Every network names one time source inside AWS or the company for its hosts."""

from __future__ import annotations

from ipaddress import ip_address

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.default_network import is_unused_default


@check(
    evidence="aws.ec2_vpcs",
    beside=("aws.ec2_dhcp_options", "aws.ec2_network_interfaces"),
    when_none=not_applicable("there is no network"),
)
def ec2_vpc_time_source(
    vpc: Json, env: Environment, *, ec2_dhcp_options: tuple[Json, ...], ec2_network_interfaces: tuple[Json, ...]
) -> Outcome:
    """Every network names one time source inside AWS or the company for its hosts.

    Why: logs of several hosts tell one story only when their clocks agree.
    Fix: set ntp-servers of the network's DHCP options to 169.254.169.123 (Amazon Time Sync) or to own servers.
    Source: Amazon EC2 User Guide, Set the time reference on your EC2 instance.
    """
    if is_unused_default(vpc["VpcId"], [vpc], ec2_network_interfaces):
        return not_applicable("nothing runs in this default network of AWS")
    options = next((item for item in ec2_dhcp_options if item["DhcpOptionsId"] == vpc.get("DhcpOptionsId")), None)
    configured = options["DhcpConfigurations"] if options else ()
    servers = [value["Value"] for item in configured if item["Key"] == "ntp-servers" for value in item["Values"]]
    if not servers:
        return failed("no time server is named, so each host takes the one that its image brings")
    outside = [server for server in servers if ip_address(server).is_global]
    if outside:
        return failed(f"hosts take the time from {outside[0]} on the internet")
    return passed(f"hosts take the time from {', '.join(servers)}")
