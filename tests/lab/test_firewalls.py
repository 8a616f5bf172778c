"""Firewalls: one takes over from the other, and a false rule shuts nobody out for long."""

from __future__ import annotations

import shlex
import time
from collections.abc import Callable, Mapping

import pytest
import yaml

from pcicloud.resources import folder
from tests.lab.acting import Run
from tests.lab.running import Running

pytestmark = [pytest.mark.lab, pytest.mark.slow]

FIREWALLS = ("fw1", "fw2")
SEGMENT = "app"
BACK_S = 8
SHUT = "flush ruleset\\ntable inet filter { chain input { type filter hook input priority filter; policy drop; }\\n}\\n"


def until(true: Callable[[], bool], what: str, timeout_s: float = 60) -> None:
    end = time.monotonic() + timeout_s
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.5)


def reaches(run: Run, host: str, address: str, port: int) -> bool:
    attempt = f"import socket; socket.create_connection(({address!r}, {port}), 2)"
    return run(host, f"python3 -c {shlex.quote(attempt)}").returncode == 0


def test_one_firewall_takes_over_from_the_other(running: Running, run: Run, addresses: Mapping[str, str]) -> None:
    gateway = next(one.gateway for one in running.lab.fleet.segments if one.name == SEGMENT)

    def holders() -> list[str]:
        up = [one.server.name for one in running.lab.machines if one.is_running]
        return [name for name in FIREWALLS if name in up and f" {gateway}/" in run(name, "ip -o -4 address").stdout]

    (first,) = holders()
    (other,) = set(FIREWALLS) - {first}
    assert reaches(run, "web", addresses["app"], 8443)
    run(first, "systemctl poweroff --no-block || true")
    try:
        until(lambda: holders() == [other], f"{other} takes the gateway's address")
        until(lambda: reaches(run, "web", addresses["app"], 8443), "packets pass again")
    finally:
        until(lambda: not next(one for one in running.lab.machines if one.server.name == first).is_running, "it is off")
        running.lab.up()
    until(lambda: holders() == [other], "it stays where it is, so that nothing is interrupted twice")
    assert reaches(run, "web", addresses["app"], 8443)


def test_a_false_rule_shuts_nobody_out_for_long(run: Run, addresses: Mapping[str, str]) -> None:
    steps = yaml.safe_load((folder("playbooks") / "roles" / "filter" / "tasks" / "in_force.yml").read_text())
    command = steps[0]["ansible.builtin.shell"]["cmd"].replace("{{ filter_back_s }}", str(BACK_S))
    rules = "nft --stateless list table inet filter"
    before = run("app", rules).stdout
    assert run("app", f"cp -p /etc/nftables.conf /root/right && printf '{SHUT}' > /etc/nftables.conf").returncode == 0
    try:
        later = shlex.quote(f"sleep 1; {command}")
        assert run("app", f"systemd-run --quiet --no-block sh -c {later}").returncode == 0
        until(lambda: not reaches(run, "bastion", addresses["app"], 22), "the false rule holds")
        until(lambda: reaches(run, "bastion", addresses["app"], 22), "the rules before are back")
        assert run("app", rules).stdout == before
    finally:
        run("app", "mv /root/right /etc/nftables.conf && nft --file /etc/nftables.conf")
