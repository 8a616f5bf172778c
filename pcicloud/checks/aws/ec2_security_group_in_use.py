"""Security groups that nothing uses are removed."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(
    evidence="aws.ec2_security_groups",
    beside=(
        "aws.ec2_network_interfaces",
        "aws.ec2_launch_templates",
        "aws.ec2_vpc_endpoints",
        "aws.elbv2_listeners",
        "aws.rds_instances",
    ),
    when_none=not_applicable("there is no security group"),
)
def ec2_security_group_in_use(
    group: Json,
    env: Environment,
    *,
    ec2_network_interfaces: tuple[Json, ...],
    ec2_launch_templates: tuple[Json, ...],
    ec2_vpc_endpoints: tuple[Json, ...],
    elbv2_listeners: tuple[Json, ...],
    rds_instances: tuple[Json, ...],
) -> Outcome:
    """Security groups that nothing uses are removed.

    Why: a forgotten group keeps old openings at hand, and somebody will pick it one day.
    Fix: delete the group, or write down who needs it at the half-yearly review.
    Source: Amazon EC2 API Reference, DescribeNetworkInterfaces.
    """
    if group["GroupName"] == "default":
        return not_applicable("a network's default group can't be deleted")
    users = [item["GroupId"] for interface in ec2_network_interfaces for item in interface.get("Groups", ())]
    for version in ec2_launch_templates:
        data = version["LaunchTemplateData"]
        users += data.get("SecurityGroupIds", ())
        users += [name for interface in data.get("NetworkInterfaces", ()) for name in interface.get("Groups", ())]
    users += [item["GroupId"] for endpoint in ec2_vpc_endpoints for item in endpoint.get("Groups", ())]
    users += [name for body in elbv2_listeners for name in body["LoadBalancer"].get("SecurityGroups", ())]
    users += [
        item["VpcSecurityGroupId"] for database in rds_instances for item in database.get("VpcSecurityGroups", ())
    ]
    count = users.count(group["GroupId"])
    return passed(f"{count} resources use it") if count else failed("no network interface or template uses this group")
