"""The servers of a private environment with their addresses, and every flow between them, resolved to addresses."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network, ip_address, ip_network
from itertools import combinations
from pathlib import Path

import msgspec

from pcicloud.errors import DefinitionError
from pcicloud.model.environment import Environment
from pcicloud.model.fleet import Fleet, Flow, Segment, Server
from pcicloud.model.outcome import Json
from pcicloud.provision.model_file import ModelFile, parameter_values, read_model_file
from pcicloud.provision.placeholders import fill

#: The automation's account on every server.
ACCOUNT = "pcicloud"
FIRST_FIREWALL, FIRST_SERVER = 2, 10
OUTSIDE = ("internet", "administrators", "automation", "payment_provider", "packages")


def fleet_of(environment: Environment, templates: Path) -> Fleet:
    """The fleet that the environment declares. Raises DefinitionError where it can't be meant."""
    model = read_model_file(templates, environment.model)
    values = parameter_values(model, environment)
    segments = _segments(model, values)
    servers = _servers(environment, model, segments)
    flows = tuple(_flows(model, values, segments, servers))
    return Fleet(
        name=environment.name,
        title=model.title,
        parameters=values,
        segments=segments,
        servers=servers,
        flows=flows,
        roles=model.roles,
        outside={name: _outside(name, values) for name in OUTSIDE},
    )


def _segments(model: ModelFile, values: dict[str, str | int | bool]) -> tuple[Segment, ...]:
    facts: dict[str, Json] = {f"parameters.{name}": value for name, value in values.items()}
    found = msgspec.convert(fill(list(model.segments), facts.__getitem__), tuple[Segment, ...])
    networks = {one.name: _network(one) for one in found}
    for one, other in combinations(found, 2):
        if networks[one.name].overlaps(networks[other.name]):
            raise DefinitionError(f"environment.yaml: the segments {one.name} and {other.name} overlap")
    return found


def _network(segment: Segment) -> IPv4Network:
    try:
        return segment.network
    except ValueError as error:
        raise DefinitionError(f"environment.yaml: the range of the segment {segment.name} is wrong: {error}") from error


def _servers(environment: Environment, model: ModelFile, segments: tuple[Segment, ...]) -> tuple[Server, ...]:
    ranges = {one.name: one.network for one in segments}
    taken: dict[str, str] = {}
    made = []
    firewalls = 0
    for number, place in enumerate(one for one in environment.hosts if one.roles):
        if "firewall" in place.roles:
            host = FIRST_FIREWALL + firewalls
            firewalls += 1
        else:
            host = FIRST_SERVER + number
        stands = dict.fromkeys(name for role in place.roles for name in model.roles[role].segments)
        if "firewall" in place.roles:
            stands = dict.fromkeys(model.roles["firewall"].segments)
        addresses = {name: place.addresses.get(name) or str(ranges[name][host]) for name in stands}
        for name, address in addresses.items():
            _check_address(place.name, name, address, ranges[name], taken)
        made.append(Server(name=place.name, roles=place.roles, addresses=addresses, place=place))
    if not made:
        raise DefinitionError("environment.yaml: no host has roles", hint="see `pcicloud env init --model private`")
    if not firewalls:
        raise DefinitionError("environment.yaml: no host has the role firewall, so nothing would part the segments")
    return tuple(made)


def _check_address(server: str, segment: str, address: str, network: IPv4Network, taken: dict[str, str]) -> None:
    try:
        inside = ip_address(address) in network
    except ValueError as error:
        raise DefinitionError(f"environment.yaml: {server}: {error}") from error
    if not inside:
        raise DefinitionError(f"environment.yaml: {server}: {address} is not in {network}, the segment {segment}")
    if address in taken:
        raise DefinitionError(f"environment.yaml: {server} and {taken[address]} have the same address {address}")
    taken[address] = server


def _flows(
    model: ModelFile,
    values: dict[str, str | int | bool],
    segments: tuple[Segment, ...],
    servers: tuple[Server, ...],
) -> Iterator[Flow]:
    for flow in model.flows:
        sources = _ends(flow.source, values, segments, servers)
        targets = _ends(flow.target, values, segments, servers)
        if sources and targets:
            yield Flow(sources=sources, targets=targets, **msgspec.structs.asdict(flow))


def _ends(
    name: str, values: dict[str, str | int | bool], segments: tuple[Segment, ...], servers: tuple[Server, ...]
) -> tuple[str, ...]:
    """The addresses and ranges that one end of a flow stands for."""
    if name in OUTSIDE:
        return (_outside(name, values),)
    if name == "servers":
        return tuple(address for server in servers for address in server.addresses.values())
    found = [address for server in servers if name in server.roles for address in server.addresses.values()]
    return tuple(found or (segment.cidr for segment in segments if segment.name == name))


def _outside(name: str, values: dict[str, str | int | bool]) -> str:
    return "0.0.0.0/0" if name == "internet" else str(ip_network(str(values[f"{name}_cidr"])))


def is_in(address: str, ends: tuple[str, ...]) -> bool:
    """Whether the address is one of the ends of a flow, or in one of their ranges."""
    return any(IPv4Address(address) in IPv4Network(end) for end in ends)
