"""A network's default access list lets nothing pass."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.default_network import is_unused_default


@check(
    evidence="aws.ec2_network_acls",
    beside=("aws.ec2_vpcs", "aws.ec2_network_interfaces"),
    when_none=failed("there is no network access list"),
)
def ec2_default_network_acl_closed(
    acl: Json, env: Environment, *, ec2_vpcs: tuple[Json, ...], ec2_network_interfaces: tuple[Json, ...]
) -> Outcome:
    """A network's default access list lets nothing pass.

    Why: each new subnet falls to the default list, so it must be shut until somebody gives the subnet a list of its
    own.
    Fix: delete entry 100 in both directions from the default list (`pcicloud env apply` does).
    Source: Amazon VPC User Guide, Default network ACL for a VPC.
    """
    if not acl["IsDefault"]:
        return not_applicable("this isn't a network's default list")
    if is_unused_default(acl["VpcId"], ec2_vpcs, ec2_network_interfaces):
        return not_applicable("nothing runs in this default network of AWS")
    numbers = sorted({entry["RuleNumber"] for entry in acl["Entries"] if entry["RuleAction"] == "allow"})
    if numbers:
        return failed(f"the default list still lets traffic pass by entry {', '.join(map(str, numbers))}")
    return passed("the default list denies everything")
