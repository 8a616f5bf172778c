"""What libvirt and cloud-init are told of a machine, and what is said where this machine can't make one."""

from __future__ import annotations

import json
import struct
import xml.etree.ElementTree as ET
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest

from pcicloud.environment import load, parse
from pcicloud.errors import DefinitionError, OutsideError
from pcicloud.model.environment import Environment, LibvirtPlace, PrivatePlace
from pcicloud.model.fleet import Fleet, Server
from pcicloud.provision.driver import driver_of
from pcicloud.provision.hosts.fleet import fleet_of
from pcicloud.provision.lab.places import places_of
from pcicloud.provision.libvirt import given_image, seed
from pcicloud.provision.libvirt.daemon import Daemon
from pcicloud.provision.libvirt.disk_image import boot_sector
from pcicloud.provision.libvirt.kvm import kvm
from pcicloud.provision.libvirt.virtual_lab import VirtualLab, check_room
from pcicloud.provision.libvirt.virtual_machine import VirtualMachine, domain, network
from pcicloud.provision.model_file import read_model_file, servers_of_size
from pcicloud.resources import folder

ELEVEN = servers_of_size(read_model_file(folder("templates"), "private"), "11")
KEYS = seed.Keys(
    host_private="PRIVATE", host_public="ssh-ed25519 HOST", automation_public="k\n", password_hash="$6$a$b"
)
LINKS = {"dmz": "52:54:00:00:00:01", "app": "52:54:00:00:00:02"}


def fleet() -> Fleet:
    place = PrivatePlace(driver="libvirt")
    return fleet_of(Environment(name="shop", model="private", private=place, hosts=ELEVEN), folder("templates"))


def server(name: str) -> Server:
    return next(one for one in fleet().servers if one.name == name)


def seeded(name: str, keys: seed.Keys = KEYS) -> dict[str, Any]:
    found = seed.files("shop-1", fleet(), server(name), keys)
    assert found["user-data"].startswith("#cloud-config\n")
    return {file: json.loads(text.removeprefix("#cloud-config\n")) for file, text in found.items()}


@pytest.mark.parametrize("name", [one.name for one in ELEVEN])
def test_each_segment_is_an_interface_with_its_address_and_one_of_them_leads_out(name: str) -> None:
    found = seeded(name)["network-config"]["ethernets"]
    assert {segment: about["addresses"][0].split("/")[0] for segment, about in found.items()} == server(name).addresses
    ways = [(about["addresses"][0], about["gateway4"]) for about in found.values() if "gateway4" in about]
    assert len(ways) == 1
    assert ip_address(ways[0][1]) in ip_network(ways[0][0], strict=False)
    assert not any(about["dhcp4"] or about["dhcp6"] for about in found.values())


def test_hardware_addresses_are_local_stable_and_differ() -> None:
    found = [seed.mac("shop-1", one.name, segment) for one in fleet().servers for segment in one.addresses]
    assert len(set(found)) == len(found)
    assert all(one.startswith("52:54:00:") for one in found)
    assert seed.mac("shop-1", "web", "dmz") == seed.mac("shop-1", "web", "dmz") != seed.mac("shop-2", "web", "dmz")


def test_the_host_key_is_known_from_the_start_and_no_other_is_made() -> None:
    said = seeded("web")["user-data"]
    assert said["ssh_keys"] == {"ed25519_private": "PRIVATE", "ed25519_public": "ssh-ed25519 HOST"}
    assert said["ssh_deletekeys"] is True
    assert said["ssh_pwauth"] is False


def test_new_keys_are_another_instance_so_that_an_old_disk_takes_them() -> None:
    other = seed.Keys(host_private="P", host_public="ssh-ed25519 NEW", automation_public="k", password_hash="$6$a$b")
    assert seeded("web")["meta-data"] == seeded("web")["meta-data"]
    assert seeded("web")["meta-data"]["instance-id"] != seeded("web", other)["meta-data"]["instance-id"]


@pytest.mark.parametrize(("fast", "kind", "cache"), [(True, "kvm", "writeback"), (False, "qemu", "unsafe")])
def test_a_domain_has_its_size_and_an_interface_in_each_segment(fast: bool, kind: str, cache: str) -> None:
    found = ET.fromstring(domain("fw1", LINKS, LibvirtPlace(memory_mib=2048, cpus=3), kvm=fast))
    assert found.get("type") == kind
    assert (found.findtext("memory"), found.findtext("vcpu")) == ("2048", "3")
    ends = {one.find("source").get("network"): one.find("mac").get("address") for one in found.iter("interface")}  # type: ignore[union-attr]
    assert ends == LINKS
    assert [one.get("cache") for one in found.iter("driver") if one.get("type") == "qcow2"] == [cache]


def test_a_network_is_a_bridge_of_the_lab_without_addresses() -> None:
    found = ET.fromstring(network("dmz"))
    assert found.find("forward").get("mode") == "bridge"  # type: ignore[union-attr]
    assert found.find("bridge").get("name") == "dmz"  # type: ignore[union-attr]
    assert found.find("ip") is None


def test_a_name_can_not_be_markup() -> None:
    assert ET.fromstring(network('a"/><ip address="1"/>')).find("ip") is None


@pytest.mark.parametrize(
    ("there", "flags", "said"),
    [
        (True, "flags\t\t: fpu vmx sse\n", True),
        (True, "flags\t\t: fpu svm\n", True),
        (False, "flags\t\t: fpu vmx\n", False),
        (True, "flags\t\t: fpu sse\n", False),
        (True, "model name: vmx\nflags\t\t: fpu\n", False),
        (True, "", False),
    ],
)
def test_kvm_needs_the_device_and_the_processor(there: bool, flags: str, said: bool, tmp_path: Path) -> None:
    device, processor = tmp_path / "kvm", tmp_path / "cpuinfo"
    processor.write_text(flags)
    if there:
        device.touch()
    assert kvm(device, processor) is said


def test_a_disk_begins_with_the_boot_code_and_one_active_partition() -> None:
    size = 64 << 20
    found = boot_sector(b"\x90" * 512, size=size)
    assert len(found) == 512
    assert found[:440] == b"\x90" * 440
    assert found[510:] == b"\x55\xaa"
    active, _, kind, _, first, count = struct.unpack("<B3sB3sII", found[446:462])
    assert (active, kind, first, first + count) == (0x80, 0x83, 2048, size // 512)
    assert not any(found[462:510])


@pytest.mark.parametrize(
    ("os", "version", "said"),
    [
        ("debian", "12", ""),
        ("ubuntu", "24.04", ""),
        ("ubuntu", "24.10", "Ubuntu 24.04"),
        ("debian", "11", "debian 11"),
        ("alpine", "3.18.4", "alpine"),
        ("", "", "playbooks"),
    ],
)
def test_only_what_the_playbooks_can_set_is_supported(os: str, version: str, said: str) -> None:
    why = given_image.not_supported(os, version)
    assert bool(why) is bool(said)
    assert said in why


def test_an_image_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="there is no file"):
        given_image.format_of(tmp_path / "debian.qcow2")


def test_no_room_is_said_with_figures(tmp_path: Path) -> None:
    check_room(tmp_path, 1)
    with pytest.raises(OutsideError, match=r"no room on the disk .* 1048576.0 GiB are needed"):
        check_room(tmp_path, 1 << 50)


def test_a_mark_on_the_console_is_found_and_a_machine_without_a_process_does_not_run(tmp_path: Path) -> None:
    places = places_of("shop", tmp_path)
    machine = VirtualMachine(server("web"), places, Daemon(places))
    machine.console = tmp_path / "console"
    assert machine.told(seed.SYSTEM) is None
    machine.console.write_bytes(b"\xff[  3.1] x\r\npcicloud-system: debian 12\r\n")
    assert machine.told(seed.SYSTEM) == "debian 12"
    assert machine.told(seed.READY) is None
    assert not machine.is_running


def test_the_settings_stand_in_environment_yaml_and_a_path_is_relative_to_it(tmp_path: Path) -> None:
    text = "name: shop\nmodel: private\nprivate: {driver: libvirt, libvirt: {image: a.qcow2, memory_mib: 2048}}\n"
    file = tmp_path / "environment.yaml"
    file.write_text(text + "hosts:\n  - {name: fw1, connection: ssh, roles: [firewall]}\n")
    found = load(file)
    assert found.private
    assert found.private.libvirt == LibvirtPlace(image=str(tmp_path / "a.qcow2"), memory_mib=2048)
    made = driver_of(found, folder("templates"))
    assert isinstance(made.machines.here, VirtualLab)  # type: ignore[attr-defined]
    assert made.machines.missing() == ("fw1",)  # type: ignore[attr-defined]
    with pytest.raises(DefinitionError, match="memory_mib"):
        parse(text.replace("2048", "1"), name="environment.yaml")
