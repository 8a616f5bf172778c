"""No network access list in use lets everything pass."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.default_network import is_unused_default
from pcicloud.reading.network_rules import are_world, entry_range, is_about_everything


@check(
    evidence="aws.ec2_network_acls",
    beside=("aws.ec2_vpcs", "aws.ec2_network_interfaces"),
    when_none=failed("there is no network access list"),
)
def ec2_network_acl_narrow(
    acl: Json, env: Environment, *, ec2_vpcs: tuple[Json, ...], ec2_network_interfaces: tuple[Json, ...]
) -> Outcome:
    """No network access list in use lets everything pass.

    Why: the list is the second fence of a subnet: it still holds when somebody opens a security group too wide.
    Fix: give each subnet a list with entries for its own flows; AWS's default entry number 100 allows everything.
    Source: Amazon VPC User Guide, Control subnet traffic with network access control lists.
    """
    if not acl["Associations"]:
        return not_applicable("no subnet uses this list")
    if is_unused_default(acl["VpcId"], ec2_vpcs, ec2_network_interfaces):
        return not_applicable("nothing runs in this default network of AWS")
    for egress, way in ((False, "in"), (True, "out")):
        wide = [
            entry
            for entry in acl["Entries"]
            if entry["Egress"] == egress and entry["RuleAction"] == "allow" and is_about_everything(entry)
        ]
        if are_world(entry_range(entry) for entry in wide):
            numbers = ", ".join(str(entry["RuleNumber"]) for entry in wide)
            return failed(f"entry {numbers} lets everything {way}: every port, {entry_range(wide[0])}")
    return passed(f"its entries name protocols or ranges, for {len(acl['Associations'])} subnets")
