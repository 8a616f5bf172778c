"""Rules of security groups and entries of access lists are read as AWS means them."""

from __future__ import annotations

import pytest

from pcicloud.reading.network_rules import first_for_world, is_world, opens_all, opens_only, ports, spoken


@pytest.mark.parametrize("cidr", ["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "64.0.0.0/7", "::/0", "2000::/3"])
def test_a_large_part_of_the_internet_counts_as_the_internet(cidr: str) -> None:
    assert is_world(cidr)


@pytest.mark.parametrize("cidr", ["10.0.0.0/8", "203.0.113.0/24", "192.0.2.1/32", "2001:db8::/32", "fc00::/16"])
def test_a_named_range_is_not_the_internet(cidr: str) -> None:
    assert not is_world(cidr)


@pytest.mark.parametrize(
    ("rule", "first", "last"),
    [
        ({"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}, 443, 443),
        ({"IpProtocol": "udp", "FromPort": 0, "ToPort": 65535}, 0, 65535),
        ({"IpProtocol": "-1"}, 0, 65535),
        ({"IpProtocol": "47"}, 0, 65535),
        ({"IpProtocol": "tcp", "FromPort": -1, "ToPort": -1}, 0, 65535),
    ],
)
def test_a_rule_opens_what_it_names_and_everything_where_it_names_nothing(
    rule: dict[str, object], first: int, last: int
) -> None:
    assert (ports(rule)[0], ports(rule)[-1]) == (first, last)


@pytest.mark.parametrize("first", [0, 1])
def test_all_tcp_ports_are_all_ports_with_or_without_port_zero(first: int) -> None:
    assert opens_all({"IpProtocol": "tcp", "FromPort": first, "ToPort": 65535})
    assert not opens_all({"IpProtocol": "tcp", "FromPort": first, "ToPort": 65534})


def test_a_range_is_allowed_only_if_each_of_its_ports_is() -> None:
    assert opens_only({"IpProtocol": "tcp", "FromPort": 80, "ToPort": 81}, ["80", "81", "443"])
    assert not opens_only({"IpProtocol": "tcp", "FromPort": 80, "ToPort": 82}, ["80", "81", "443"])
    assert not opens_only({"IpProtocol": "icmp", "FromPort": 8, "ToPort": -1}, ["443"])


def test_the_lowest_number_decides_whatever_the_order_in_the_answer() -> None:
    allow = {"RuleNumber": 200, "Egress": False, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"}
    deny = {**allow, "RuleNumber": 100, "RuleAction": "deny", "Protocol": "6", "PortRange": {"From": 22, "To": 22}}
    assert first_for_world([allow, deny], egress=False, port=22) == deny
    assert first_for_world([allow, deny], egress=False, port=23) == allow
    assert first_for_world([allow, deny], egress=True, port=22) is None


def test_a_rule_is_spoken_of_by_protocol_and_ports() -> None:
    assert spoken({"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22}) == "tcp 22"
    assert spoken({"IpProtocol": "6", "FromPort": 1, "ToPort": 9}) == "6 1-9"
    assert spoken({"IpProtocol": "-1"}) == "every protocol"
