"""What a first environment.yaml of the private model says of its servers, so that checks know what is meant to be."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from pcicloud.model.environment import Role, StandingException
from pcicloud.model.fleet import Fleet
from pcicloud.provision.hosts.fleet import ACCOUNT, is_in

EXCEPTION_DAYS = 365
SCAN_ACCOUNT = "pcicloud-scan"
BACKED_UP: tuple[Role, ...] = ("database", "log")
#: Runs as its own account, so that the recorded person can't reach it.
RECORDER = "/usr/bin/tlog-rec-session"


class Excepted(NamedTuple):
    """What the servers of a role can't be without."""

    role: Role
    requirement: str
    check: str
    reason: str
    owner: str


MIRROR = "the package mirror is no web application: it hands the distribution's signed packages to servers inside"
EXCEPTED = (
    Excepted(
        "firewall", "1.4.1", "host.network_forwarding",
        "a firewall joins the segments; host.firewall_forward shows that it drops what no rule names",
        "operator of the firewalls",
    ),
    Excepted("management", "4.2.1", "host.web_http_redirects", MIRROR, "operator of the package mirror"),
    Excepted("management", "6.4.2", "host.web_filter_blocks", MIRROR, "operator of the package mirror"),
)  # fmt: skip


def parameters(fleet: Fleet) -> dict[str, str]:
    """Ports, time servers and the accounts that are no person's, from flows and roles."""
    own = [address for server in fleet.servers for address in server.addresses.values()]
    meant = [flow for flow in fleet.flows if any(is_in(address, flow.targets) for address in own)]
    ports = sorted({(flow.port, flow.protocol) for flow in meant if "0.0.0.0/0" not in flow.targets})
    return {
        "ports_expected": ",".join(f"{port}/{protocol}" for port, protocol in ports),
        "time_servers": ",".join(_time_servers(fleet)),
        "automation_accounts": ",".join(_accounts(fleet)),
        **({"setuid_expected": RECORDER} if fleet.with_role("bastion") else {}),
    }


def _time_servers(fleet: Fleet) -> list[str]:
    """The management servers, and where they take the time themselves."""
    inside = [server.address for server in fleet.with_role("management")]
    return [*inside, *str(fleet.parameters["time_sources"]).split(",")]


def _accounts(fleet: Fleet) -> list[str]:
    """Accounts that are no person's, each with an address from which it may come."""
    found = [f"{ACCOUNT}@{str(fleet.parameters['automation_cidr']).split('/')[0]}"]
    found += [f"{SCAN_ACCOUNT}@{at}" for server in fleet.with_role("ids")[:1] for at in server.addresses.values()]
    if fleet.with_role("backup"):
        clients = {server.name: server for role in BACKED_UP for server in fleet.with_role(role)}
        found += [f"backup-{name}@{address}" for name, s in clients.items() for address in s.addresses.values()]
    return found


def exceptions(fleet: Fleet, today: date) -> tuple[StandingException, ...]:
    """What some roles can't be without; somebody has to say so again each year."""
    return tuple(
        StandingException(
            requirement=one.requirement,
            check=one.check,
            target=f"host:{server.name}",
            reason=one.reason,
            owner=one.owner,
            until=today + timedelta(days=EXCEPTION_DAYS),
        )
        for one in EXCEPTED
        for server in fleet.with_role(one.role)
    )
