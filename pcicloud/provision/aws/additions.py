"""Finds what was added to a network by hand: rules, routes and entries that CloudFormation's drift never sees.

CloudFormation compares the properties that a template sets. A rule that somebody adds to a security group whose rules
are resources of their own changes no such property, although it may open the cardholder data environment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from pcicloud.aws_writing import Writer
from pcicloud.model.environment import AwsPlace
from pcicloud.model.outcome import Json
from pcicloud.model.plan import DriftItem
from pcicloud.provision.aws.requirements import declared, everything
from pcicloud.provision.aws.steps import StackStep
from pcicloud.provision.aws.template import Template

GROUP, TABLE, LIST = "AWS::EC2::SecurityGroup", "AWS::EC2::RouteTable", "AWS::EC2::NetworkAcl"
DESTINATIONS = {
    "DestinationCidrBlock": "--destination-cidr-block",
    "DestinationIpv6CidrBlock": "--destination-ipv6-cidr-block",
    "DestinationPrefixListId": "--destination-prefix-list-id",
}
TARGETS = (
    "GatewayId", "NatGatewayId", "TransitGatewayId", "VpcPeeringConnectionId", "NetworkInterfaceId", "InstanceId",
    "EgressOnlyInternetGatewayId", "LocalGatewayId", "CarrierGatewayId", "CoreNetworkArn",
)  # fmt: skip
EVERYWHERE = ("0.0.0.0/0", "::/0")
# EC2 API Reference, NetworkAclEntry: every list ends with this rule, which denies what no other rule allows.
LAST_RULE = 32767


class Deployed(msgspec.Struct, frozen=True, kw_only=True):
    """A stack that is there: its resources as ListStackResources says them, and the template it was made with."""

    step: StackStep
    stack: Json
    resources: list[Json]
    template: Template


class Thing(msgspec.Struct, frozen=True, kw_only=True):
    """A group, table or list of a stack, with its resource in the template and the place where it is."""

    place: AwsPlace
    step: StackStep
    name: str
    type: str
    id: str
    about: Json

    def addition(self, property_: str, seen: str, *remove: str) -> DriftItem:
        """The drift item of something that nobody deployed; `remove` are the words after `aws` that take it away."""
        return DriftItem(
            stack=self.step.name,
            resource=self.name,
            physical_id=self.id,
            type=self.type,
            kind="modified",
            property=property_,
            expected=None,
            seen=seen,
            requirements=everything(declared(self.about)),
            note=f"CloudFormation does not see it and can't mend it; remove it by hand: {self.place.cli(*remove)}",
        )


def additions(writer: Writer, deployed: Iterable[Deployed]) -> tuple[DriftItem, ...]:
    """What is in the security groups, route tables and network ACLs of the stacks, and in none of them declared."""
    stacks = list(deployed)
    things = [thing for one in stacks for thing in _things(writer.aws.place, one)]
    ids = {str(one.get("PhysicalResourceId")) for stack in stacks for one in stack.resources}
    entries = {entry for stack in stacks for entry in _declared_entries(stack)}
    return (
        *_rules(writer, {thing.id: thing for thing in things if thing.type == GROUP}, ids),
        *_routes(writer, {thing.id: thing for thing in things if thing.type == TABLE}, ids),
        *_entries(writer, {thing.id: thing for thing in things if thing.type == LIST}, entries),
    )


def _things(place: AwsPlace, deployed: Deployed) -> Iterator[Thing]:
    for one in deployed.resources:
        if one["ResourceType"] in (GROUP, TABLE, LIST) and one["ResourceStatus"] != "DELETE_COMPLETE":
            name = one["LogicalResourceId"]
            about = deployed.template.resources.get(name, {})
            id_ = one["PhysicalResourceId"]
            yield Thing(place=place, step=deployed.step, name=name, type=one["ResourceType"], id=id_, about=about)


def _rules(writer: Writer, groups: Mapping[str, Thing], known: set[str]) -> Iterator[DriftItem]:
    if not groups:
        return
    wanted = [{"Name": "group-id", "Values": sorted(groups)}]
    for rule in writer.pages("ec2", "DescribeSecurityGroupRules", "SecurityGroupRules", Filters=wanted):
        thing, way = groups[rule["GroupId"]], "egress" if rule["IsEgress"] else "ingress"
        property_ = f"SecurityGroup{way.title()}"
        # Rules that stand in the group itself are compared by CloudFormation.
        is_inside = property_ in (thing.about.get("Properties") or {})
        if rule["SecurityGroupRuleId"] in known or is_inside or _is_aws_own(rule):
            continue
        remove = ("ec2", f"revoke-security-group-{way}", "--group-id", thing.id, "--security-group-rule-ids")
        yield thing.addition(property_, _rule_text(rule), *remove, rule["SecurityGroupRuleId"])


def _is_aws_own(rule: Json) -> bool:
    """Whether it is the way out that AWS gives a new group; a group that the template closes has rules inside."""
    peer = rule.get("CidrIpv4") or rule.get("CidrIpv6")
    return bool(rule["IsEgress"] and rule["IpProtocol"] == "-1" and peer in EVERYWHERE)


def _rule_text(rule: Json) -> str:
    referenced = rule.get("ReferencedGroupInfo") or {}
    peers = (rule.get("CidrIpv4"), rule.get("CidrIpv6"), rule.get("PrefixListId"), referenced.get("GroupId"))
    peer = next((one for one in peers if one), "somewhere")
    traffic = _traffic(rule["IpProtocol"], rule.get("FromPort"), rule.get("ToPort"))
    return f"{traffic} {'to' if rule['IsEgress'] else 'from'} {peer}"


def _traffic(protocol: str, first: int | None, last: int | None) -> str:
    if protocol == "-1":
        return "all traffic"
    ports = "" if first in (None, -1) else f" {first}" if first == last else f" {first}-{last}"
    return f"{protocol}{ports}"


def _routes(writer: Writer, tables: Mapping[str, Thing], known: set[str]) -> Iterator[DriftItem]:
    if not tables:
        return
    for table in writer.pages("ec2", "DescribeRouteTables", "RouteTables", RouteTableIds=sorted(tables)):
        thing = tables[table["RouteTableId"]]
        for route in table["Routes"]:
            option, destination = next(
                ((option, str(route[name])) for name, option in DESTINATIONS.items() if route.get(name)), ("", "")
            )
            target = next((str(route[name]) for name in TARGETS if route.get(name)), "nowhere")
            # AWS itself makes the local route and those of gateway endpoints, which are resources of their own.
            is_own = (
                target == "local" or target.startswith("vpce-") or route.get("Origin") == "EnableVgwRoutePropagation"
            )
            if not is_own and f"{thing.id}|{destination}" not in known:
                remove = ("ec2", "delete-route", "--route-table-id", thing.id, option, destination)
                yield thing.addition("Routes", f"{destination} to {target}", *remove)


def _entries(writer: Writer, lists: Mapping[str, Thing], known: set[tuple[str, int, bool]]) -> Iterator[DriftItem]:
    if not lists:
        return
    for acl in writer.pages("ec2", "DescribeNetworkAcls", "NetworkAcls", NetworkAclIds=sorted(lists)):
        thing = lists[acl["NetworkAclId"]]
        for entry in acl["Entries"]:
            number, is_egress = int(entry["RuleNumber"]), bool(entry["Egress"])
            if number == LAST_RULE or (f"{thing.step.name}/{thing.name}", number, is_egress) in known:
                continue
            way = "egress" if is_egress else "ingress"
            peer = entry.get("CidrBlock") or entry.get("Ipv6CidrBlock") or "somewhere"
            ports = entry.get("PortRange") or {}
            traffic = _traffic(str(entry["Protocol"]), ports.get("From"), ports.get("To"))
            remove = ("ec2", "delete-network-acl-entry", "--network-acl-id", thing.id, "--rule-number", str(number))
            seen = f"{way} {number}: {entry['RuleAction']} {traffic} {'to' if is_egress else 'from'} {peer}"
            yield thing.addition("Entries", seen, *remove, f"--{way}")


def _declared_entries(deployed: Deployed) -> Iterator[tuple[str, int, bool]]:
    """(stack/logical id of the list, rule number, egress) of the entries in a template."""
    for about in deployed.template.resources.values():
        properties = about.get("Properties") or {}
        if about.get("Type") == "AWS::EC2::NetworkAclEntry" and "Ref" in properties["NetworkAclId"]:
            is_egress = str(properties.get("Egress", "false")).lower() == "true"
            list_ = f"{deployed.step.name}/{properties['NetworkAclId']['Ref']}"
            yield list_, int(properties["RuleNumber"]), is_egress
