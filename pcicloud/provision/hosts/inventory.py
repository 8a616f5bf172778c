"""The fleet as Ansible's inventory: a group for each role, and what the playbooks need to know of everybody."""

from __future__ import annotations

from ipaddress import IPv4Network

import msgspec

from pcicloud.model.fleet import Fleet, Flow, Server
from pcicloud.model.outcome import Json
from pcicloud.provision.hosts.fleet import is_in
from pcicloud.provision.systems import systems


def inventory(fleet: Fleet) -> Json:
    """`{all: {vars, hosts, children}}`; variables of ours begin with `pci_`."""
    groups: dict[str, Json] = {}
    for server in fleet.servers:
        for role in server.roles:
            groups.setdefault(role, {"hosts": {}})["hosts"][server.name] = {}
    hosts = {server.name: _host(fleet, server) for server in fleet.servers}
    return {"all": {"vars": _everybody(fleet), "hosts": hosts, "children": groups}}


#: The names of installed packages, as the role `packages` saw them: asking apt itself takes a second each time.
PACKAGES_HERE = (
    "{{ packages_said.stdout_lines | select('match', 'installed ') | map('replace', 'installed ', '') | list }}"
)
#: What differs on the server's own operating system; the role `packages` proves that it is a known one.
SYSTEM = "{{ pci_systems[ansible_facts.distribution | lower ~ ' ' ~ ansible_facts.distribution_release] }}"
#: Whether a machine shares the kernel of another, so that it can't set it, its clock, or load profiles into it.
KERNEL_SHARED = "{{ ansible_facts.virtualization_type in ['systemd-nspawn', 'container', 'lxc', 'docker', 'podman'] }}"


def _everybody(fleet: Fleet) -> Json:
    return {
        "ansible_become": True,
        "pci_name": fleet.name,
        "pci_parameters": fleet.parameters,
        "pci_segments": {
            one.name: {"cidr": one.cidr, "gateway": one.gateway, "prefix": one.network.prefixlen, "scope": one.scope}
            for one in fleet.segments
        },
        "pci_servers": {
            one.name: {"roles": list(one.roles), "address": one.address, "addresses": one.addresses}
            for one in fleet.servers
        },
        "pci_flows": [_flow(flow) for flow in fleet.flows],
        "pci_systems": {
            f"{one.id} {one.codename}": msgspec.json.decode(msgspec.json.encode(one)) for one in systems().values()
        },
        "pci_system": SYSTEM,
        "packages_here": PACKAGES_HERE,
        "pci_kernel_shared": KERNEL_SHARED,
    }


def _host(fleet: Fleet, server: Server) -> Json:
    place = server.place
    given: dict[str, Json] = {
        "pci_inbound": [_flow(flow) for flow in fleet.flows if _touches(server, flow.targets)],
        "pci_outbound": [_flow(flow) for flow in fleet.flows if _touches(server, flow.sources)],
    }
    if place.address:
        given["ansible_host"] = place.address
    if place.user:
        given["ansible_user"] = place.user
    return given


def _touches(server: Server, ends: tuple[str, ...]) -> bool:
    """Whether a server is meant by the end of a flow; the internet is nobody of ours."""
    own = tuple(end for end in ends if IPv4Network(end).prefixlen)
    return any(is_in(address, own) for address in server.addresses.values())


def _flow(flow: Flow) -> Json:
    return {
        "from": flow.source,
        "to": flow.target,
        "sources": list(flow.sources),
        "targets": list(flow.targets),
        "port": flow.port,
        "protocol": flow.protocol,
        "reason": flow.reason.en,
    }
