"""What cloud-init tells a machine as it starts (data source NoCloud): names, network, keys, the account of Ansible."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import msgspec

from pcicloud.linux import run
from pcicloud.model.fleet import Fleet, Server
from pcicloud.model.outcome import Json
from pcicloud.provision.hosts.fleet import ACCOUNT, is_in
from pcicloud.provision.hosts.names import hosts_file
from pcicloud.provision.lab.network import gateway_of

#: What a machine writes to its console: its system, and that cloud-init has done all.
SYSTEM, READY = "pcicloud-system:", "pcicloud-ready:"
TELL_SYSTEM = f'. /etc/os-release; echo "{SYSTEM} $ID $VERSION_ID" > /dev/console'
#: Libvirt's own range (52:54:00) of addresses that are given out locally.
MAC = "52:54:00"


class Keys(msgspec.Struct, frozen=True, kw_only=True):
    """What a machine is known by, and who may enter: a host key, the automation's key, its password's hash."""

    host_private: str
    host_public: str
    automation_public: str
    password_hash: str

    @property
    def mark(self) -> str:
        """Tells one set of keys from the next: cloud-init sets a machine again when this changes."""
        return hashlib.sha256((self.host_public + self.automation_public).encode()).hexdigest()[:16]


def mac(lab: str, server: str, segment: str) -> str:
    """The hardware address of a server in a segment: always the same, and another in each lab."""
    found = hashlib.sha256(f"{lab}/{server}/{segment}".encode()).digest()
    return ":".join((MAC, *(f"{byte:02x}" for byte in found[:3])))


def files(lab: str, fleet: Fleet, server: Server, keys: Keys) -> dict[str, str]:
    """The files of the seed by name. JSON is YAML, so nothing that they hold can be read as something else."""
    user = f"#cloud-config\n{json.dumps(_user_data(fleet, server, keys), indent=1)}\n"
    meta = {"instance-id": f"{server.name}-{keys.mark}", "local-hostname": server.name}
    return {
        "user-data": user,
        "meta-data": json.dumps(meta),
        "network-config": json.dumps(_network(lab, fleet, server)),
    }


def write(place: Path, contents: dict[str, str]) -> None:
    """Write the seed as a disk; only root reads it."""
    folder = place.with_suffix(".files")
    folder.mkdir(mode=0o700, exist_ok=True)
    for name, text in contents.items():
        (folder / name).write_text(text)
    part = place.with_suffix(".part")
    part.touch(mode=0o600)
    run("genisoimage", "-quiet", "-output", str(part), "-volid", "cidata", "-joliet", "-rock", str(folder))
    for name in contents:
        (folder / name).unlink()
    folder.rmdir()
    part.replace(place)


def _user_data(fleet: Fleet, server: Server, keys: Keys) -> Json:
    account: Json = {
        "name": ACCOUNT,
        "gecos": "Ansible and pcicloud",
        "groups": ["sudo"],
        "shell": "/bin/bash",
        "lock_passwd": False,
        "passwd": keys.password_hash,
        "ssh_authorized_keys": [keys.automation_public.strip()],
    }
    password: Json = {"name": ACCOUNT, "password": keys.password_hash, "type": "hash"}
    return {
        "hostname": server.name,
        "fqdn": f"{server.name}.{fleet.parameters['domain']}",
        "prefer_fqdn_over_hostname": False,
        "manage_etc_hosts": False,
        "write_files": [{"path": "/etc/hosts", "content": hosts_file(fleet)}],
        "users": [account],
        # An account that is there already keeps its password unless it is named here.
        "chpasswd": {"expire": False, "users": [password]},
        "ssh_pwauth": False,
        "disable_root": True,
        "ssh_deletekeys": True,
        "ssh_keys": {"ed25519_private": keys.host_private, "ed25519_public": keys.host_public},
        "bootcmd": [["sh", "-c", TELL_SYSTEM]],
        "final_message": f"{READY} {server.name}",
    }


def _network(lab: str, fleet: Fleet, server: Server) -> Json:
    """cloud-init's network settings, version 2: an interface a segment, called like it."""
    ethernets: dict[str, Json] = {}
    gateway = gateway_of(fleet, server)
    for segment_name, address in server.addresses.items():
        segment = fleet.segment(segment_name)
        about: Json = {
            "match": {"macaddress": mac(lab, server.name, segment_name)},
            "set-name": segment_name,
            "addresses": [f"{address}/{segment.network.prefixlen}"],
            "dhcp4": False,
            "dhcp6": False,
        }
        if is_in(gateway, (segment.cidr,)):
            about["gateway4"] = gateway
        ethernets[segment_name] = about
    return {"version": 2, "ethernets": ethernets}
