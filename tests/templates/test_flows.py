"""The flows that the model explains are those that the groups and the access lists let pass, and no other (1.2.5)."""

from __future__ import annotations

import ipaddress
from typing import Any

import pytest

from tests.templates.template_files import CLOUDFORMATION, model, template

SEGMENTATION = template(next(path for path in CLOUDFORMATION if path.stem == "segmentation"))["Resources"]
DEFAULTS = {name: parameter["default"] for name, parameter in model()["parameters"].items()}
GROUPS: dict[str, str] = {
    name: next(tag["Value"] for tag in resource["Properties"]["Tags"] if tag["Key"] == "pcicloud:segment")
    for name, resource in SEGMENTATION.items()
    if resource["Type"] == "AWS::EC2::SecurityGroup"
}
OUTSIDE = {"0.0.0.0/0": "internet", "PaymentProviderCidr": "payment_provider", "StoragePrefixListId": "aws_storage"}
INSIDE = ["public", "app", "data", "management"]
CIDRS = {name: DEFAULTS[f"{name}_cidr"] for name in INSIDE} | {
    "internet": "198.51.100.0/24",
    "payment_provider": DEFAULTS["payment_provider_cidr"],
    "aws_storage": "192.0.2.0/24",
}
FLOWS = {(flow["from"], flow["to"], flow["port"]) for flow in model()["flows"]}
# Where Linux itself opens its own calls; replies go back there, and a stateless list cannot tell them from calls.
REPLY_PORT = 40_000
SERVICE_PORTS = sorted({22, 23, 53, 80, 443, 1433, 3306, 3389, 5432, 6379, 8080, 8443, 9200} | {f[2] for f in FLOWS})


def group_flows(kind: str) -> set[tuple[str, str, int]]:
    """What the rules of one direction let pass, as (from, to, port)."""
    found = set()
    for resource in SEGMENTATION.values():
        if resource["Type"] != f"AWS::EC2::SecurityGroup{kind}":
            continue
        rule = resource["Properties"]
        assert rule["IpProtocol"] == "tcp"
        assert rule["FromPort"] == rule["ToPort"]
        own = GROUPS[rule["GroupId"]["Fn::GetAtt"][0]]
        other = peer(rule)
        found.add((other, own, rule["FromPort"]) if kind == "Ingress" else (own, other, rule["FromPort"]))
    return found


def peer(rule: dict[str, Any]) -> str:
    """The segment at the other end of a rule."""
    for key in ("SourceSecurityGroupId", "DestinationSecurityGroupId"):
        if key in rule:
            return str(GROUPS[rule[key]["Fn::GetAtt"][0]])
    value = rule["CidrIp"] if "CidrIp" in rule else rule["DestinationPrefixListId"]
    return OUTSIDE[value if isinstance(value, str) else value["Ref"]]


def entries(segment: str, *, egress: bool) -> list[dict[str, Any]]:
    """The entries of a segment's access list for one direction, in the order in which they are tried."""
    acl = f"{segment.capitalize()}Acl"
    found = [
        resource["Properties"]
        for resource in SEGMENTATION.values()
        if resource["Type"] == "AWS::EC2::NetworkAclEntry"
        and resource["Properties"]["NetworkAclId"]["Ref"] == acl
        and resource["Properties"]["Egress"] is egress
    ]
    return sorted(found, key=lambda entry: int(entry["RuleNumber"]))


def list_allows(segment: str, other: str, port: int, *, egress: bool) -> bool:
    """Whether a segment's access list lets a packet to or from `other` pass, by its destination port."""
    if segment not in INSIDE:
        return True
    address = ipaddress.IPv4Network(CIDRS[other])
    for entry in entries(segment, egress=egress):
        cidr = entry["CidrBlock"]
        block = cidr if isinstance(cidr, str) else CIDRS[cidr["Ref"].removesuffix("Cidr").lower()]
        ports = entry.get("PortRange", {"From": 0, "To": 65535})
        if address.subnet_of(ipaddress.IPv4Network(block)) and ports["From"] <= port <= ports["To"]:
            return bool(entry["RuleAction"] == "allow")
    return False


def passes(source: str, target: str, port: int) -> bool:
    """Whether the access lists of both ends let a packet pass."""
    return list_allows(source, target, port, egress=True) and list_allows(target, source, port, egress=False)


def test_groups_let_in_exactly_the_flows_that_are_explained() -> None:
    assert group_flows("Ingress") == {flow for flow in FLOWS if flow[1] in INSIDE}


def test_groups_let_out_exactly_the_flows_that_are_explained() -> None:
    assert group_flows("Egress") == {flow for flow in FLOWS if flow[0] in INSIDE}


def test_no_group_keeps_the_rule_that_opens_everything() -> None:
    for name in GROUPS:
        rules = SEGMENTATION[name]["Properties"]["SecurityGroupEgress"]
        assert [rule["CidrIp"] for rule in rules] == ["127.0.0.1/32"]
        assert "SecurityGroupIngress" not in SEGMENTATION[name]["Properties"]


@pytest.mark.parametrize(("source", "target", "port"), sorted(FLOWS))
def test_access_lists_let_a_flow_and_its_replies_pass(source: str, target: str, port: int) -> None:
    assert passes(source, target, port)
    assert passes(target, source, REPLY_PORT)


@pytest.mark.parametrize("port", SERVICE_PORTS)
@pytest.mark.parametrize("target", ["app", "data", "management"])
@pytest.mark.parametrize("source", [*INSIDE, "internet", "payment_provider"])
def test_access_lists_let_nothing_else_into_an_inner_segment(source: str, target: str, port: int) -> None:
    if source != target:
        assert passes(source, target, port) is ((source, target, port) in FLOWS)


@pytest.mark.parametrize("port", SERVICE_PORTS)
@pytest.mark.parametrize("source", ["data", "management"])
@pytest.mark.parametrize("target", ["public", "app", "internet", "payment_provider"])
def test_nothing_leaves_the_data_and_management_segments(source: str, target: str, port: int) -> None:
    assert not passes(source, target, port)


@pytest.mark.parametrize("port", [1, 22, 443, 5432, REPLY_PORT, 65535])
def test_the_public_segment_reaches_no_port_of_the_data_segment(port: int) -> None:
    assert not list_allows("public", "data", port, egress=True)


@pytest.mark.parametrize("table", ["DataRoutes", "ManagementRoutes"])
def test_there_is_no_route_out_of_the_data_and_management_segments(table: str) -> None:
    network = template(next(path for path in CLOUDFORMATION if path.stem == "network"))["Resources"]
    routes = [r["Properties"] for r in network.values() if r["Type"] == "AWS::EC2::Route"]
    assert routes
    assert not [route for route in routes if route["RouteTableId"] == {"Ref": table}]
