"""Reads rules of security groups and entries of network access lists: which ports, from or to where."""

from __future__ import annotations

from ipaddress import ip_network

from pcicloud.model.outcome import Json

ALL_PORTS = range(65536)
NO_PORTS = range(0)
ICMP = {"icmp", "icmpv6", "1", "58"}
WITH_PORTS = {"tcp", "udp", "6", "17"}
WORLD_PREFIX_MAX = {4: 7, 6: 15}


def is_world(cidr: str) -> bool:
    """Whether a range is the internet or a large part of it, so that two halves of it hide nothing."""
    network = ip_network(cidr, strict=False)
    return network.prefixlen <= WORLD_PREFIX_MAX[network.version]


def ranges(permission: Json) -> list[str]:
    """The address ranges of a security group's rule, IPv4 first."""
    four = [item["CidrIp"] for item in permission.get("IpRanges", ())]
    return four + [item["CidrIpv6"] for item in permission.get("Ipv6Ranges", ())]


def world_ranges(permission: Json) -> list[str]:
    """Those ranges of a rule that are the internet."""
    return [cidr for cidr in ranges(permission) if is_world(cidr)]


def ports(permission: Json) -> range:
    """The ports that a rule opens: all for "all protocols" and for protocols without ports, none for ICMP."""
    protocol = permission["IpProtocol"]
    if protocol in ICMP:
        return NO_PORTS
    first = permission.get("FromPort", -1)
    if protocol not in WITH_PORTS or first == -1:
        return ALL_PORTS
    return range(first, permission["ToPort"] + 1)


def opens_all(permission: Json) -> bool:
    """Whether a rule opens every port there is (0 is not one that anything listens on)."""
    opened = ports(permission)
    return 1 in opened and 65535 in opened


def opens_only(permission: Json, allowed: list[str]) -> bool:
    """Whether a rule opens no port but the allowed ones; of ICMP, only "destination unreachable" counts as harmless."""
    if permission["IpProtocol"] in ICMP:
        return permission["IpProtocol"] in ("icmp", "1") and permission.get("FromPort") == 3
    opened = ports(permission)
    return len(opened) <= len(allowed) and {str(port) for port in opened} <= set(allowed)


def spoken(permission: Json) -> str:
    """A rule's protocol and ports for a sentence: `tcp 22`, `udp 1000-2000`, `every protocol`."""
    protocol = permission["IpProtocol"]
    if protocol == "-1":
        return "every protocol"
    if protocol not in WITH_PORTS:
        return str(protocol) if protocol in ICMP else f"protocol {protocol}"
    opened = ports(permission)
    first, last = opened.start, opened.stop - 1
    return f"{protocol} {first}" if first == last else f"{protocol} {first}-{last}"


def entry_range(entry: Json) -> str:
    """The address range of an access list's entry, whichever of its two keys has it."""
    return str(entry.get("CidrBlock") or entry.get("Ipv6CidrBlock"))


def entry_ports(entry: Json) -> range:
    """The TCP ports that an access list's entry speaks of; none where it speaks of another protocol."""
    if entry["Protocol"] == "-1":
        return ALL_PORTS
    if entry["Protocol"] != "6":
        return NO_PORTS
    between = entry.get("PortRange")
    return range(between["From"], between["To"] + 1) if between else ALL_PORTS


def first_for_world(entries: list[Json], *, egress: bool, port: int) -> Json | None:
    """The entry that decides over a TCP port from or to the internet: the lowest number that matches, or None."""
    for entry in sorted(entries, key=lambda entry: entry["RuleNumber"]):
        if entry["Egress"] == egress and port in entry_ports(entry) and is_world(entry_range(entry)):
            return entry
    return None


def is_for_replies(entry: Json) -> bool:
    """Whether an entry allows the high ports as a whole, on which replies come back to a list that keeps no state.

    Source: Amazon VPC User Guide, Ephemeral ports: from 1024 (NAT gateways, load balancers) or 32768 (Linux) on.
    """
    opened = entry_ports(entry)
    return entry["RuleAction"] == "allow" and opened.start >= 1024 and opened.stop > 60999
