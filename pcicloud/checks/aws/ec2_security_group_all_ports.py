"""Security groups open named ports, never all of them."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.network_rules import opens_all, ranges, spoken


@check(evidence="aws.ec2_security_groups", when_none=not_applicable("there is no security group"))
def ec2_security_group_all_ports(group: Json, env: Environment) -> Outcome:
    """Security groups open named ports, never all of them.

    Why: a rule for every port has no business reason that anybody could approve, and opens what is started later,
    too.
    Fix: replace the rule by one for each service that is needed.
    Source: Amazon EC2 API Reference, DescribeSecurityGroups.
    """
    if not group["IpPermissions"]:
        return not_applicable("the group lets nothing in")
    for rule in group["IpPermissions"]:
        if opens_all(rule):
            groups = [pair.get("GroupId", "another group") for pair in rule.get("UserIdGroupPairs", ())]
            sources = ranges(rule) + groups + [item["PrefixListId"] for item in rule.get("PrefixListIds", ())]
            return failed(f"every port of {spoken(rule)} is open to {', '.join(sources) or 'nobody yet'}")
    return passed("each rule names its ports")
