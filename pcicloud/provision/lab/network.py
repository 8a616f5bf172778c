"""The lab's network: namespaces of our own, a bridge for each segment, a cable for each address.

Nothing is made in the root namespace: no lab address can be reached from there, and no lab packet gets out.
"""

from __future__ import annotations

from ipaddress import IPv4Network
from pathlib import Path

from pcicloud.linux import run, succeeds
from pcicloud.model.fleet import Fleet, Server
from pcicloud.provision.lab.places import Places

CUSTOMER = 100
#: The preference of the rule that knows each segment's own range, and with the next numbers of rules by address.
SPECIFIC = 100
NAMESPACES = Path("/run/netns")


def up(fleet: Fleet, places: Places) -> None:
    """Make the namespaces, bridges and cables that are not there yet."""
    fabric_up(fleet, places)
    for number, server in enumerate(fleet.servers):
        _namespace(places.namespace(server.name))
        _cables(fleet, places, number, server)


def fabric_up(fleet: Fleet, places: Places) -> None:
    """Make what is there beside the machines: bridges, the outside, the seat of the automation."""
    for name in (places.fabric, places.outside, places.control):
        _namespace(name)
    for segment in fleet.segments:
        if not succeeds("ip", "-n", places.fabric, "link", "show", segment.name):
            run("ip", "-n", places.fabric, "link", "add", segment.name, "type", "bridge")
        run("ip", "-n", places.fabric, "link", "set", segment.name, "up")
    _stand_outside(fleet, places, len(fleet.servers))
    _control(fleet, places, len(fleet.servers) + 1)


def down(places: Places) -> None:
    """Take every namespace of the lab away, and with it what it holds."""
    if NAMESPACES.is_dir():
        for place in NAMESPACES.glob(f"{places.namespace('')}*"):
            run("ip", "netns", "delete", place.name)


def names(places: Places) -> tuple[str, ...]:
    """The namespaces of the lab that are there."""
    return tuple(sorted(place.name for place in NAMESPACES.glob(f"{places.namespace('')}*")))


def outer_address(fleet: Fleet) -> str:
    """The address of the outside: customers, and the line to the packages."""
    return str(fleet.segment("internet").network[CUSTOMER])


def gateway_of(fleet: Fleet, server: Server) -> str:
    """Where a server sends what is not for its own segments: a firewall to the outside, any other to the firewalls."""
    return outer_address(fleet) if "firewall" in server.roles else fleet.segment(next(iter(server.addresses))).gateway


def _namespace(name: str) -> None:
    if not (NAMESPACES / name).exists():
        run("ip", "netns", "add", name)
    run("ip", "-n", name, "link", "set", "lo", "up")


def _cables(fleet: Fleet, places: Places, number: int, server: Server) -> None:
    namespace = places.namespace(server.name)
    for segment_name, address in server.addresses.items():
        segment = fleet.segment(segment_name)
        _cable(places, number, segment_name, namespace, f"{address}/{segment.network.prefixlen}")
    _route(namespace, gateway_of(fleet, server))
    if len(server.addresses) > 1 and "firewall" not in server.roles:
        _answer_where_asked(fleet, namespace, server)


def _answer_where_asked(fleet: Fleet, namespace: str, server: Server) -> None:
    """Let answers leave by the segment that was asked: else a host that looks for false senders drops the question."""
    _rule(namespace, SPECIFIC, "lookup", "main", "suppress_prefixlength", "0")
    for number, (segment, address) in enumerate(server.addresses.items(), SPECIFIC + 1):
        table = str(number)
        gateway = fleet.segment(segment).gateway
        run("ip", "-n", namespace, "route", "replace", "default", "via", gateway, "table", table)
        _rule(namespace, number, "from", address, "lookup", table)


def _stand_outside(fleet: Fleet, places: Places, number: int) -> None:
    """Customers and administrators: both addresses of the outside, and the way to the environment."""
    internet = fleet.segment("internet")
    prefix = internet.network.prefixlen
    _cable(places, number, "internet", places.outside, f"{outer_address(fleet)}/{prefix}")
    administrators = IPv4Network(str(fleet.parameters["administrators_cidr"]))
    if administrators.subnet_of(internet.network):
        _address(places.outside, "internet", f"{administrators[0]}/{prefix}")
    _route(places.outside, internet.gateway)


def _control(fleet: Fleet, places: Places, number: int) -> None:
    """The seat of the automation, in the management segment."""
    segment = fleet.segment("management")
    address = IPv4Network(str(fleet.parameters["automation_cidr"]))[0]
    _cable(places, number, segment.name, places.control, f"{address}/{segment.network.prefixlen}")
    _route(places.control, segment.gateway)


def _cable(places: Places, number: int, segment: str, namespace: str, address: str) -> None:
    if not succeeds("ip", "-n", namespace, "link", "show", segment):
        link = places.link(number, segment)
        peer = ("peer", "name", segment, "netns", namespace)
        run("ip", "-n", places.fabric, "link", "add", link, "type", "veth", *peer)
        run("ip", "-n", places.fabric, "link", "set", link, "master", segment, "up")
    _address(namespace, segment, address)
    run("ip", "-n", namespace, "link", "set", segment, "up")


def _address(namespace: str, link: str, address: str) -> None:
    run("ip", "-n", namespace, "address", "replace", address, "dev", link)


def _rule(namespace: str, preference: int, *words: str) -> None:
    if not run("ip", "-n", namespace, "rule", "show", "pref", str(preference)).strip():
        run("ip", "-n", namespace, "rule", "add", "pref", str(preference), *words)


def _route(namespace: str, gateway: str) -> None:
    run("ip", "-n", namespace, "route", "replace", "default", "via", gateway)
