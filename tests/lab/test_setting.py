"""Servers that are set: drift names what was changed by hand, fix mends it, and what is down or false is said."""

from __future__ import annotations

import os
import re
import signal
from contextlib import suppress

import pytest

from pcicloud.provision.lab.groups import processes
from tests.lab.acting import BY_HAND, CHANGED, DOWN, MISHAPS, Mended
from tests.lab.running import Running

pytestmark = [pytest.mark.lab, pytest.mark.slow]

#: What an apply still has to do after an administrator enrolled.
ENROLMENT = "Remember which second factor this server has"


def test_drift_names_ten_changes_with_their_requirements(mended: Mended) -> None:
    found = [item for item in mended.drift["items"] if item["resource"] != ENROLMENT]
    assert {item["stack"] for item in found} == {CHANGED}
    assert len({item["resource"] for item in found}) >= len(BY_HAND), [item["resource"] for item in found]
    assert set(BY_HAND.values()) <= {requirement for item in found for requirement in item["requirements"]}


def test_fix_mends_them_and_another_run_has_nothing_to_change(mended: Mended) -> None:
    assert {item["stack"] for item in mended.drift_with_one_down["items"]} <= set(MISHAPS)


def test_servers_that_can_t_be_set_are_named_and_the_others_are_mended(mended: Mended) -> None:
    said = " ".join(mended.said_of_mishaps.split())
    for place, (_, reason, _) in MISHAPS.items():
        assert re.search(rf"\b{place}: [^;]*{reason}", said), said
    left = {(item["stack"], item["resource"]) for item in mended.drift_with_one_down["items"]}
    assert left <= {(place, ENROLMENT) for place in MISHAPS}


def test_a_machine_that_is_down_is_said_and_the_others_go_on(mended: Mended) -> None:
    found = mended.drift_with_one_down
    assert [one["stack"] for one in found["not_checked"]] == [DOWN]
    assert found["in_sync"] > 1000
    assert re.search(rf"{DOWN}\s+STOPPED", mended.status_with_one_down)


def test_every_host_check_finds_its_evidence(running: Running) -> None:
    said = running.pcicloud("collect", "--quiet")
    assert re.search(r"not seen\s+0", said.stdout), said.stdout[-1500:]


def test_a_machine_that_does_not_get_round_to_an_answer_is_said_and_the_others_are_seen(running: Running) -> None:
    machine = next(one for one in running.lab.machines if one.server.name == DOWN)
    stopped = [pid for group in machine.cgroups for pid in processes(group)]
    assert stopped
    send(signal.SIGSTOP, stopped)
    try:
        said = running.pcicloud("collect", "--quiet", code=3).stdout
        status = running.pcicloud("env", "status", code=0).stdout
    finally:
        send(signal.SIGCONT, stopped)
    gaps = re.findall(r"host\.\S+ on host:(\S+): (.*)", said)
    assert {host for host, _ in gaps} == {DOWN}
    assert {reason for _, reason in gaps} == {"unreachable: Connection timed out"}
    assert re.search(rf"{DOWN}\s+NOT_REACHED", status)


def send(what: signal.Signals, pids: list[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, what)


def test_a_machine_with_another_host_key_is_not_talked_to(running: Running) -> None:
    known = running.lab.places.runtime / "known_hosts"
    right = known.read_text()
    lines = right.splitlines()
    keys = {line.split()[0]: line for line in lines}
    false = keys["web"].replace(keys["web"].split()[2], keys["log"].split()[2])
    known.write_text(right.replace(keys["web"], false))
    try:
        said = running.pcicloud("env", "status", code=0).stdout
    finally:
        known.write_text(right)
    assert re.search(r"web\s+NOT_REACHED", said)
    assert re.search(r"log\s+SET", said)


def test_what_no_flow_allows_does_not_pass_between_segments(running: Running) -> None:
    web = next(server for server in running.lab.fleet.servers if server.name == "web")
    log = next(server for server in running.lab.fleet.servers if server.name == "log")
    try_port = "python3 -c \"import socket; socket.create_connection(('{}', {}), 3)\""
    assert running.run("web", try_port.format(log.address, 22)).returncode != 0
    assert running.run("log", try_port.format(web.address, 22)).returncode != 0
    assert (
        running.run("web", try_port.format(running.lab.fleet.with_role("management")[0].address, 3142)).returncode == 0
    )
    assert running.run("outside", f"nc -z -w 2 {log.address} 22").returncode != 0
