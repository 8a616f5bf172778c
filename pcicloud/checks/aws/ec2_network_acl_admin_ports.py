"""No network access list lets the internet reach a port for administration."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.default_network import is_unused_default
from pcicloud.reading.network_rules import entry_range, first_for_world, is_for_replies


@check(
    evidence="aws.ec2_network_acls",
    beside=("aws.ec2_vpcs", "aws.ec2_network_interfaces"),
    when_none=failed("there is no network access list"),
)
def ec2_network_acl_admin_ports(
    acl: Json,
    env: Environment,
    *,
    ec2_vpcs: tuple[Json, ...],
    ec2_network_interfaces: tuple[Json, ...],
    ports_admin: list[str],
) -> Outcome:
    """No network access list lets the internet reach a port for administration.

    Why: administrators come over Systems Manager; nothing from the internet needs SSH or Remote Desktop.
    Fix: delete the entry, or put an entry with a lower number before it that denies the port.
    Source: Amazon VPC User Guide, Control subnet traffic with network access control lists: order of rules,
    ephemeral ports.
    """
    if not acl["Associations"]:
        return not_applicable("no subnet uses this list")
    if is_unused_default(acl["VpcId"], ec2_vpcs, ec2_network_interfaces):
        return not_applicable("nothing runs in this default network of AWS")
    requests = [entry for entry in acl["Entries"] if not is_for_replies(entry)]
    for port in ports_admin:
        entry = first_for_world(requests, egress=False, port=int(port))
        if entry and entry["RuleAction"] == "allow":
            return failed(f"entry {entry['RuleNumber']} lets {entry_range(entry)} reach port {port}")
    return passed(f"the internet doesn't reach port {', '.join(ports_admin)}")
