"""Launch templates give hosts no public address."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.ec2_launch_templates", when_none=not_applicable("there is no launch template"))
def ec2_launch_template_no_public_address(version: Json, env: Environment) -> Outcome:
    """Launch templates give hosts no public address.

    Why: the setting of the template overrules the subnet's, so every host that it starts would be on the internet.
    Fix: set AssociatePublicIpAddress to false on each network interface of the template.
    Source: Amazon EC2 API Reference, LaunchTemplateInstanceNetworkInterfaceSpecification.
    """
    interfaces = version["LaunchTemplateData"].get("NetworkInterfaces", ())
    if any(interface.get("AssociatePublicIpAddress") for interface in interfaces):
        return failed("hosts that it starts get a public address")
    if any(interface.get("Ipv6AddressCount") or interface.get("Ipv6Addresses") for interface in interfaces):
        return failed("hosts that it starts get an IPv6 address, which is public")
    return passed("hosts that it starts get private addresses only")
