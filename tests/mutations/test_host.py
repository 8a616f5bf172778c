"""Every host check flips: the control is broken in a living root, seen to fail, mended, and seen to pass as before.

A case with `root: servers` is tried in a root that has the tasks of servers, too (host/servers.yml). For a machine of
the lab a case says further on which one the thing is (`role`), and what mends the machine again beside the files that
its steps touched (`undo`); `arrange` is for the room only.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from pcicloud import discover
from pcicloud.model.environment import Role
from tests.mutations import host_root

HERE = Path(__file__).parent
FILES = sorted((HERE / "host").glob("*.yaml"))
CASES = {path.stem: yaml.safe_load(path.read_text()) for path in FILES}
NOT_ASKED = ("breaks", "mend", "root", "role", "undo", "lab")
BREAKS = [(name, broken) for name, case in CASES.items() for broken in case["breaks"]]

pytestmark = [pytest.mark.host, pytest.mark.slow]


class Room:
    """The other end of `host_room.py`."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.remembered: dict[str, Any] = {}

    def asked(self, request: dict[str, Any]) -> list[Any]:
        """The verdicts, as [resource, verdict, reason]."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return self.heard()["verdicts"]

    def heard(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the room ended"
        said = json.loads(line)
        assert "error" not in said, said["error"]
        return said["ok"]

    def whole(self, name: str) -> list[Any]:
        """The verdicts of a check where nothing is broken, asked once."""
        if name not in self.remembered:
            self.remembered[name] = self.asked(question(name))
        return self.remembered[name]


def question(name: str) -> dict[str, Any]:
    case = {key: value for key, value in CASES[name].items() if key not in NOT_ASKED}
    return {"check": f"host.{name}", **case}


def opened(kind: str = "") -> subprocess.Popen[str]:
    packages = host_root.SERVER_PACKAGES if kind == "servers" else ()
    argv = [*host_root.ROOM, sys.executable, str(HERE / "host_room.py"), str(host_root.tree(*packages)), kind]
    pipe = subprocess.PIPE
    return subprocess.Popen(argv, stdin=pipe, stdout=pipe, text=True, env=host_root.environment())


class Rooms:
    """The rooms of a session, each opened when it is first asked for."""

    def __init__(self, stack: ExitStack) -> None:
        self.stack = stack
        self.there: dict[str, Room] = {}

    def of(self, name: str) -> Room:
        kind = CASES[name].get("root", "")
        if kind not in self.there:
            process = opened(kind)
            assert process.stdin is not None
            assert process.stdout is not None
            self.stack.callback(process.wait, 30)
            self.stack.enter_context(process.stdout)
            self.stack.enter_context(process.stdin)
            self.there[kind] = Room(process)
            self.there[kind].heard()
        return self.there[kind]


@pytest.fixture(scope="session")
def rooms() -> Iterator[Rooms]:
    host_root.require()
    with ExitStack() as stack:
        yield Rooms(stack)


def test_every_host_check_has_breaks() -> None:
    checks = {id_.split(".")[1] for id_ in discover.all_ids("checks") if id_.startswith("host.")}
    assert set(CASES) == checks
    assert all(len(case["breaks"]) >= 2 for case in CASES.values())


@pytest.mark.parametrize("name", CASES)
def test_a_case_says_only_what_somebody_reads(name: str) -> None:
    case = CASES[name]
    assert set(case) <= {*NOT_ASKED, "params", "parameters", "hosts", "at_rest", "arrange"}
    assert case.get("root", "servers") == "servers"
    assert case.get("role", "web") in get_args(Role)


@pytest.mark.parametrize("name", CASES)
def test_a_hardened_host_passes(rooms: Rooms, name: str) -> None:
    room = rooms.of(name)
    assert {verdict for _, verdict, _ in room.whole(name)} == {"pass"}, room.whole(name)


@pytest.mark.parametrize(("name", "broken"), BREAKS, ids=[f"{name}-{broken}" for name, broken in BREAKS])
def test_a_broken_control_fails_and_a_mended_one_passes(rooms: Rooms, name: str, broken: str) -> None:
    room = rooms.of(name)
    before = room.whole(name)
    case = CASES[name]
    during = room.asked({**question(name), "break": case["breaks"][broken], "mend": case.get("mend", [])})
    assert "fail" in {verdict for _, verdict, _ in during}, during
    assert "fail" not in {verdict for _, verdict, _ in before}
    if "mend" in case or broken == list(case["breaks"])[-1]:
        assert room.asked(question(name)) == before


def ended(process: str) -> bool:
    """Whether a process is gone, or dead and only not yet buried by init; waits a little where it is not."""
    status = Path(f"/proc/{process}/status")
    try:
        if "State:\tZ" in status.read_text():
            return True
    except (FileNotFoundError, ProcessLookupError):
        return True
    time.sleep(0.1)
    return False


def test_after_a_kill_nothing_of_a_room_is_left() -> None:
    host_root.require()
    mounts = Path("/proc/mounts").read_text()
    process = opened()
    assert process.stdin is not None
    assert process.stdout is not None
    with process.stdin, process.stdout:
        process.stdout.readline()
        (inside,) = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        process.kill()
        process.wait(30)
        assert process.stdout.read() == "", "the pipe ends when the last process of the room has ended"
    assert any(ended(inside) for _ in range(100)), f"process {inside} of the room still runs"
    assert Path("/proc/mounts").read_text() == mounts
    assert not any((host_root.folder() / "mount").iterdir())
