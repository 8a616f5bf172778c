"""Reads rules of security groups and entries of network access lists: which ports, from or to where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network
from itertools import pairwise

from pcicloud.model.outcome import Json

ALL_PORTS = range(65536)
NO_PORTS = range(0)
ICMP = {"icmp", "icmpv6", "1", "58"}
WITH_PORTS = {"tcp", "udp", "6", "17"}
WORLD_ADDRESSES_MIN = {4: 1 << (32 - 7), 6: 1 << (128 - 15)}
# RFC 4193 and RFC 4291: these lead nowhere on the internet, and are larger than what counts as a large part of it.
NOT_ROUTED = (IPv6Network("fc00::/7"), IPv6Network("fe80::/10"))


def is_world(cidr: str) -> bool:
    """Whether a range is the internet or a large part of it."""
    return are_world([cidr])


def are_world(cidrs: Iterable[str]) -> bool:
    """Whether ranges are together the internet or a large part of it, so that pieces of it hide nothing."""
    networks = [ip_network(cidr, strict=False) for cidr in cidrs]
    four = [network for network in networks if isinstance(network, IPv4Network)]
    six = [network for network in networks if isinstance(network, IPv6Network)]
    routed = [network for network in six if not any(network.subnet_of(local) for local in NOT_ROUTED)]
    return (
        sum(network.num_addresses for network in collapse_addresses(four)) >= WORLD_ADDRESSES_MIN[4]
        or sum(network.num_addresses for network in collapse_addresses(routed)) >= WORLD_ADDRESSES_MIN[6]
    )


def ranges(permission: Json) -> list[str]:
    """The address ranges of a security group's rule, IPv4 first."""
    four = [item["CidrIp"] for item in permission.get("IpRanges", ())]
    return four + [item["CidrIpv6"] for item in permission.get("Ipv6Ranges", ())]


def list_ids(permissions: Iterable[Json]) -> list[str]:
    """The ids of the prefix lists that rules name, each once."""
    found = [item["PrefixListId"] for permission in permissions for item in permission.get("PrefixListIds", ())]
    return list(dict.fromkeys(found))


def unseen_lists(permissions: Iterable[Json], prefix_lists: Iterable[Json]) -> list[str]:
    """Those prefix lists of the rules that are not among the bodies of `aws.ec2_prefix_lists`."""
    seen = {body["PrefixList"]["PrefixListId"] for body in prefix_lists}
    return [name for name in list_ids(permissions) if name not in seen]


def world_openings(permissions: Iterable[Json], prefix_lists: Iterable[Json]) -> Iterator[tuple[Json, str]]:
    """Each (rule, the internet in words) of rules that name the internet, alone or several together.

    Where only several do together, the rule is made up: it has the protocol and the ports that they share.
    """
    permissions, prefix_lists = list(permissions), list(prefix_lists)
    open_alone = [rule for rule in permissions if are_world(_all_ranges(rule, prefix_lists))]
    for rule in open_alone:
        yield rule, _world_in_words([rule], prefix_lists)
    narrow = [rule for rule in permissions if rule not in open_alone]
    for protocol, number in (("tcp", "6"), ("udp", "17")):
        rules = [rule for rule in narrow if rule["IpProtocol"] in ("-1", protocol, number)]
        cuts = sorted({edge for rule in rules for edge in (ports(rule).start, ports(rule).stop)})
        for first, end in pairwise(cuts):
            sharing = [rule for rule in rules if first in ports(rule)]
            if are_world(cidr for rule in sharing for cidr in _all_ranges(rule, prefix_lists)):
                made_up = {"IpProtocol": protocol, "FromPort": first, "ToPort": end - 1}
                yield made_up, _world_in_words(sharing, prefix_lists)


def _all_ranges(permission: Json, prefix_lists: list[Json]) -> list[str]:
    """A rule's ranges and those of its prefix lists; lists of AWS name services of AWS and have no entries here."""
    named = list_ids([permission])
    used = [body for body in prefix_lists if body["PrefixList"]["PrefixListId"] in named]
    return ranges(permission) + [entry["Cidr"] for body in used for entry in body["Entries"] or ()]


def _world_in_words(rules: list[Json], prefix_lists: list[Json]) -> str:
    cidrs = [cidr for rule in rules for cidr in _all_ranges(rule, prefix_lists)]
    whole = [cidr for cidr in cidrs if is_world(cidr)]
    said = whole[0] if whole else f"{cidrs[0]} and {len(cidrs) - 1} more ranges, together a large part of the internet"
    lists = list_ids(rules)
    return said if said in [cidr for rule in rules for cidr in ranges(rule)] or not lists else f"{lists[0]} ({said})"


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
    """The entry that decides over a TCP port from or to the internet, or None.

    That is the lowest number that matches; of several entries that only together are the internet, the last.
    """
    allowed: list[str] = []
    denied: list[str] = []
    for entry in sorted(entries, key=lambda entry: entry["RuleNumber"]):
        cidr = entry_range(entry)
        if entry["Egress"] != egress or port not in entry_ports(entry) or _is_within(cidr, denied):
            continue
        same = allowed if entry["RuleAction"] == "allow" else denied
        same.append(cidr)
        if are_world(same):
            return entry
    return None


def _is_within(cidr: str, wider: list[str]) -> bool:
    network = ip_network(cidr, strict=False)
    others = [ip_network(other, strict=False) for other in wider]
    if isinstance(network, IPv4Network):
        return any(isinstance(other, IPv4Network) and network.subnet_of(other) for other in others)
    return any(isinstance(other, IPv6Network) and network.subnet_of(other) for other in others)


def is_about_everything(entry: Json) -> bool:
    """Whether an entry speaks of every protocol, or of every TCP or UDP port."""
    between = entry.get("PortRange")
    all_ports = not between or (between["From"] <= 1 and between["To"] >= ALL_PORTS[-1])
    return entry["Protocol"] == "-1" or (entry["Protocol"] in ("6", "17") and all_ports)


def is_for_replies(entry: Json) -> bool:
    """Whether an entry allows the high ports as a whole, on which replies come back to a list that keeps no state.

    Source: Amazon VPC User Guide, Ephemeral ports: from 1024 (NAT gateways, load balancers) or 32768 (Linux) on.
    """
    opened = entry_ports(entry)
    return entry["RuleAction"] == "allow" and opened.start >= 1024 and opened.stop > 60999
