"""Machines come up, are found again, and go away without a trace, also after a run that was killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.lab.conftest import declared, lab_of
from tests.lab.running import traces

pytestmark = [pytest.mark.lab, pytest.mark.slow]
UP = "import sys; from pathlib import Path; from tests.lab.conftest import lab_of; lab_of(Path(sys.argv[1])).up()"
ROOT = Path(__file__).parent.parent.parent


def test_eleven_machines_boot_and_leave_nothing(needs_lab: None, tmp_path: Path) -> None:
    lab = lab_of(declared(tmp_path, "eleven"))
    lab.down()
    assert traces(lab.places) == []
    try:
        lab.up()
        assert set(lab.standing().values()) == {True}
        assert len(lab.standing()) == 11
        assert traces(lab.places)
        lab.up()
    finally:
        lab.down()
    assert traces(lab.places) == []
    lab.down()


@pytest.mark.parametrize("after_s", [0.3, 1.5, 4.0])
def test_what_a_killed_run_left_is_taken_away(after_s: float, needs_lab: None, tmp_path: Path) -> None:
    file = declared(tmp_path, "killed", "fw1", "web", "log", "mgmt")
    lab = lab_of(file)
    try:
        run = subprocess.Popen([sys.executable, "-c", UP, str(file)], cwd=ROOT)
        time.sleep(after_s)
        run.send_signal(signal.SIGKILL)
        run.wait()
    finally:
        lab.down()
    assert traces(lab.places) == []


def test_a_run_that_was_killed_is_gone_on_with(needs_lab: None, tmp_path: Path) -> None:
    file = declared(tmp_path, "again", "fw1", "web", "log", "mgmt")
    lab = lab_of(file)
    try:
        run = subprocess.Popen([sys.executable, "-c", UP, str(file)], cwd=ROOT)
        time.sleep(1.5)
        run.send_signal(signal.SIGKILL)
        run.wait()
        lab.up()
        assert set(lab.standing().values()) == {True}
    finally:
        lab.down()


def test_nothing_of_a_lab_can_be_reached_from_the_root_namespace(needs_lab: None, tmp_path: Path) -> None:
    lab = lab_of(declared(tmp_path, "closed", "fw1", "web", "log", "mgmt"))
    try:
        lab.up()
        links = subprocess.run(["ip", "-o", "link"], capture_output=True, text=True, check=True).stdout
        assert not [line for line in links.splitlines() if "dmz" in line or "management" in line]
        routes = subprocess.run(["ip", "route"], capture_output=True, text=True, check=True).stdout
        assert "10.30." not in routes
    finally:
        lab.down()
