"""Instances have no public address."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.ec2_instances", when_none=not_applicable("there is no instance"))
def ec2_instance_no_public_address(instance: Json, env: Environment) -> Outcome:
    """Instances have no public address.

    Why: a public address puts a host one wrong rule away from the internet; customers come through the load
    balancer.
    Fix: start the instance in a private subnet without a public address, and release elastic addresses from it.
    Source: Amazon EC2 User Guide, Amazon EC2 instance IP addressing.
    """
    address = instance.get("PublicIpAddress")
    for interface in instance.get("NetworkInterfaces", ()):
        address = address or interface.get("Association", {}).get("PublicIp")
        for item in interface.get("PrivateIpAddresses", ()):
            address = address or item.get("Association", {}).get("PublicIp")
        address = address or next((item["Ipv6Address"] for item in interface.get("Ipv6Addresses", ())), None)
    return failed(f"it has the public address {address}") if address else passed("it has private addresses only")
