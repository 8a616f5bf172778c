"""The fleet of a private environment: addresses and flows, and what can't be meant."""

from __future__ import annotations

from datetime import date
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pcicloud.discover import all_ids
from pcicloud.errors import DefinitionError
from pcicloud.model.environment import Environment, HostPlace, PrivatePlace
from pcicloud.model.fleet import Fleet
from pcicloud.provision.hosts import beginnings
from pcicloud.provision.hosts.fleet import fleet_of, is_in
from pcicloud.provision.hosts.inventory import inventory
from pcicloud.provision.model_file import read_model_file, servers_of_size
from pcicloud.resources import folder

MODEL = read_model_file(folder("templates"), "private")
ELEVEN = servers_of_size(MODEL, "11")


def environment(*hosts: HostPlace, **parameters: Any) -> Environment:
    return Environment(
        name="shop", model="private", private=PrivatePlace(driver="lab"), hosts=hosts, parameters=parameters
    )


def fleet(*hosts: HostPlace, **parameters: Any) -> Fleet:
    return fleet_of(environment(*(hosts or ELEVEN), **parameters), folder("templates"))


@pytest.mark.parametrize("size", ["3", "11"])
def test_every_server_stands_in_its_segments_with_an_address_of_its_own(size: str) -> None:
    found = fleet(*servers_of_size(MODEL, size))
    assert len(found.servers) == int(size)
    addresses = [address for server in found.servers for address in server.addresses.values()]
    assert len(set(addresses)) == len(addresses)
    for server in found.servers:
        for segment, address in server.addresses.items():
            assert ip_address(address) in ip_network(found.segment(segment).cidr)
            assert address != found.segment(segment).gateway


def test_only_firewalls_stand_in_more_than_one_segment_of_the_eleven() -> None:
    found = fleet()
    assert {s.name for s in found.servers if len(s.addresses) > 1} == {"fw1", "fw2"}
    assert all(set(s.addresses) == {one.name for one in found.segments} for s in found.with_role("firewall"))


def test_more_web_servers_are_more_lines_and_flows_follow() -> None:
    found = fleet(*ELEVEN, HostPlace(name="web2", connection="ssh", roles=("web",)))
    address = found.servers[-1].address
    inward = [flow for flow in found.flows if flow.source == "internet" and flow.port == 443]
    assert [address in flow.targets for flow in inward] == [True]


def test_each_flow_has_a_reason_in_both_languages_and_real_ends() -> None:
    found = fleet()
    assert len(found.flows) == len(MODEL.flows)
    for flow in found.flows:
        assert flow.reason.en
        assert flow.reason.ja
        assert flow.sources
        assert flow.targets
        assert all(ip_network(end) for end in (*flow.sources, *flow.targets))


def test_nothing_from_outside_reaches_the_databases_and_they_reach_nothing_outside() -> None:
    found = fleet()
    databases = [server.address for server in found.with_role("database")]
    for flow in found.flows:
        if any(is_in(address, tuple(t for t in flow.targets if t != "0.0.0.0/0")) for address in databases):
            assert "0.0.0.0/0" not in flow.sources, flow
        if any(is_in(address, tuple(s for s in flow.sources if s != "0.0.0.0/0")) for address in databases):
            assert "0.0.0.0/0" not in flow.targets, flow


def test_administrators_reach_the_bastion_and_nothing_else() -> None:
    reached = [flow for flow in fleet().flows if flow.source == "administrators"]
    assert [(flow.target, flow.port) for flow in reached] == [("bastion", 22)]


WRONG = {
    "no firewall": ([host for host in ELEVEN if "firewall" not in host.roles], {}, "role firewall"),
    "no roles": ([HostPlace(name="a")], {}, "no host has roles"),
    "overlap": (list(ELEVEN), {"app_cidr": "10.30.10.0/25"}, "overlap"),
    "no network": (list(ELEVEN), {"app_cidr": "10.30.10.7/24"}, "range of the segment app"),
    "another segment's address": (
        [*ELEVEN, HostPlace(name="x", connection="ssh", roles=("web",), addresses={"dmz": "10.30.20.9"})], {}, "is not in",
    ),
    "one address twice": (
        [*ELEVEN, HostPlace(name="x", connection="ssh", roles=("web",), addresses={"dmz": "10.30.10.13"})], {}, "same address",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(WRONG))
def test_what_can_t_be_meant_is_refused_in_words(case: str) -> None:
    hosts, parameters, words = WRONG[case]
    with pytest.raises(DefinitionError, match=words):
        fleet(*hosts, **parameters)


def test_a_server_knows_the_flows_that_touch_it_and_no_others() -> None:
    hosts = inventory(fleet())["all"]["hosts"]
    assert {flow["port"] for flow in hosts["db1"]["pci_inbound"]} == {22, 5432}
    assert {flow["port"] for flow in hosts["web"]["pci_inbound"]} == {22, 80, 443}
    assert 5432 not in {flow["port"] for flow in hosts["web"]["pci_outbound"]}


def test_the_inventory_is_plain_data_with_a_group_for_each_role() -> None:
    made = inventory(fleet())
    assert msgspec.json.decode(msgspec.json.encode(made)) == made
    assert set(made["all"]["children"]) == set(MODEL.roles)


def test_a_first_file_says_what_checks_must_know() -> None:
    found = fleet()
    said = beginnings.parameters(found)
    assert said["time_servers"].split(",")[0] == found.with_role("management")[0].address
    accounts = [one.split("@")[0] for one in said["automation_accounts"].split(",")]
    assert accounts == ["pcicloud", "pcicloud-scan", "backup-db1", "backup-db2", "backup-log"]
    assert said["setuid_expected"] == "/usr/bin/tlog-rec-session"
    assert {"22/tcp", "443/tcp", "6514/tcp"} <= set(said["ports_expected"].split(","))
    made = beginnings.exceptions(found, date(2026, 11, 23))
    assert [one.target for one in made] == ["host:fw1", "host:fw2", "host:mgmt", "host:mgmt"]
    assert {one.check for one in made} <= set(all_ids("checks"))
    assert {one.until for one in made} == {date(2027, 11, 23)}


BROKEN_FLOWS = {
    "cardholder data in the clear": ("    protection: tls\n", "    protection: none\n", "may carry cardholder data, but its protection is none"),
    "no word on cardholder data": ("    cardholder_data: true\n", "", "cardholder_data"),
    "cardholder data in words": ("cardholder_data: true", "cardholder_data: perhaps", "cardholder_data"),
    "no protection": ("    protection: tls\n", "", "protection"),
    "unknown protection": ("    protection: tls\n", "    protection: rot13\n", "rot13"),
    "no such port": ("port: 443", "port: 70000", "65535"),
    "no such protocol": ("protocol: tcp", "protocol: pigeon", "pigeon"),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(BROKEN_FLOWS))
def test_a_flow_that_can_t_be_meant_is_refused_with_its_file(case: str, tmp_path: Path) -> None:
    old, new, words = BROKEN_FLOWS[case]
    text = (folder("templates") / "environments" / "private.yaml").read_text()
    assert old in text
    (tmp_path / "environments").mkdir()
    (tmp_path / "environments" / "private.yaml").write_text(text.replace(old, new, 1))
    with pytest.raises(DefinitionError, match=rf"private\.yaml(.|\n)*{words}"):
        read_model_file(tmp_path, "private")


def test_what_holds_cardholder_data_is_on_its_way_from_the_customer_to_the_backup() -> None:
    carrying = [(flow.source, flow.target, flow.port) for flow in fleet().flows if flow.cardholder_data]
    assert carrying == [
        ("internet", "web", 443), ("web", "app", 8443), ("app", "database", 5432), ("database", "database", 5432),
        ("app", "payment_provider", 443), ("database", "backup", 22),
    ]  # fmt: skip
