"""Hosts by SSH: one pass through Ansible brings everything back, host keys are checked, and nothing stays there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.mutations import host_root

SCRIPT = Path(__file__).parent / "host_ssh.py"

pytestmark = [pytest.mark.host, pytest.mark.slow]


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Any:
    host_root.require()
    argv = [*host_root.ROOM, sys.executable, str(SCRIPT), str(host_root.tree()), str(tmp_path_factory.mktemp("home"))]
    done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=300, env=host_root.environment())
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_root_sees_everything_in_one_pass(said: Any) -> None:
    host = said["hosts"]["as-root"]
    assert host["facts"] == 0
    assert all("ok" in answer for answer in host["answers"].values())


def test_who_cannot_become_root_gets_gaps_for_what_only_root_sees(said: Any) -> None:
    host = said["hosts"]["as-hanako"]
    assert host["facts"] == 1000
    assert host["answers"]["shadow"]["not_seen"][0] == "denied"
    assert host["answers"]['command ["sshd", "-T"]']["not_seen"][0] == "denied"
    assert host["answers"]["file /etc/login.defs"]["ok"]["path"] == "/etc/login.defs"


def test_a_host_with_another_key_than_the_known_one_is_not_talked_to(said: Any) -> None:
    why, reason = said["hosts"]["false-key"]["gap"]
    assert why == "unreachable"
    assert "key" in reason.lower()


def test_a_host_that_is_not_there_is_a_gap_beside_the_answers_of_the_others(said: Any) -> None:
    assert said["hosts"]["nobody-there"]["gap"][0] == "unreachable"


def test_nothing_is_left_behind_on_the_hosts(said: Any) -> None:
    assert said["left_behind"] == []
