"""A lab for the whole session: machines with real systemd and SSH, set once by `pcicloud env apply`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pcicloud.environment import load
from pcicloud.errors import OutsideError
from pcicloud.linux import require
from pcicloud.provision.hosts.fleet import fleet_of
from pcicloud.provision.lab.lab import TOOLS, Lab
from pcicloud.provision.lab.places import places_of
from pcicloud.provision.systems import named
from pcicloud.resources import folder
from tests.lab.acting import BY_HAND, CHANGED, DOWN, MISHAPS, Administrator, Mended, Run
from tests.lab.running import Running

APPLY_TIMEOUT_S = 1500
ADMINISTRATOR = "hanako"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs the eleven servers set."""
    for item in items:
        if "running" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.eleven)


@pytest.fixture(scope="session")
def needs_lab() -> None:
    """Skip where a lab can't be made; in CI that is a failure, never a quiet skip."""
    try:
        require(TOOLS, what="the lab")
    except OutsideError as error:
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(f"{error}; in CI that is a failure")
        pytest.skip(str(error))


def declared(place: Path, name: str, *servers: str, words: tuple[str, ...] = ()) -> Path:
    """A first environment.yaml of a lab, with all of the eleven servers or some of them; `words` go to `env init`."""
    file = place / "environment.yaml"
    argv = [sys.executable, "-m", "pcicloud", "env", "init", "--model", "private", "--name", name, "--quiet"]
    subprocess.run([*argv, *words, "-e", str(file)], check=True, capture_output=True)
    lines = file.read_text().splitlines()
    kept = [line for line in lines if "roles: [" not in line or not servers or _name(line) in servers]
    file.write_text("\n".join(kept) + "\n")
    return file


def _name(line: str) -> str:
    return line.split("name: ")[1].split(",")[0]


def lab_of(file: Path) -> Lab:
    environment = load(file)
    assert environment.private
    fleet = fleet_of(environment, folder("templates"))
    places = places_of(environment.name, Path(environment.private.state))
    return Lab(fleet, places, named(environment.private.system))


@pytest.fixture(scope="session")
def running(needs_lab: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The eleven servers, which stand and are set."""
    place = tmp_path_factory.mktemp("lab")
    file = declared(place, "effects")
    _give_key(file, place)
    lab = lab_of(file)
    lab.down()
    try:
        found = Running(file, lab, kept_open=True)
        found.pcicloud("env", "apply", "--yes", "--quiet", code=0, timeout_s=APPLY_TIMEOUT_S)
        yield found
    finally:
        lab.down()


def _give_key(file: Path, place: Path) -> None:
    """Make the administrator's key, and name it in the environment."""
    key = place / ADMINISTRATOR
    argv = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", f"{ADMINISTRATOR}@laptop", "-f", str(key)]
    subprocess.run(argv, check=True)
    public = key.with_suffix(".pub").read_text().strip()
    marker = "parameters: # the model's own; see templates/environments/\n"
    text = file.read_text()
    assert marker in text
    file.write_text(text.replace(marker, f'{marker}  administrator_keys: "{ADMINISTRATOR}={public}"\n'))


@pytest.fixture(scope="session")
def mended(running: Running) -> Mended:
    """An administrator enrols and changes ten things by hand; that is found and mended; then a machine goes down for a while.

    Each question is a play over eleven machines, which takes minutes: so this is done once for all tests.
    """
    enrolled = running.run("mgmt", f"pcicloud-enroll {ADMINISTRATOR}")
    assert enrolled.returncode == 0, enrolled.stdout
    for command in BY_HAND:
        assert running.run(CHANGED, command).returncode == 0, command
    drift = running.pcicloud("env", "drift", "--quiet", "--format", "json", code=1, timeout_s=APPLY_TIMEOUT_S)
    for place, (mishap, _, _) in MISHAPS.items():
        assert running.run(place, mishap).returncode == 0, place
    fixed = running.pcicloud("env", "fix", "--yes", "--quiet", timeout_s=APPLY_TIMEOUT_S)
    assert fixed.returncode not in (0, 1), fixed.stdout + fixed.stderr
    for place, (_, _, undo) in MISHAPS.items():
        assert running.run(place, undo).returncode == 0, place
    machine = next(one for one in running.lab.machines if one.server.name == DOWN)
    running.run(DOWN, "systemctl poweroff --no-block || true")
    for _ in range(300):
        if not machine.is_running:
            break
        time.sleep(0.1)
    down = running.pcicloud("env", "drift", "--quiet", "--format", "json", code=1, timeout_s=APPLY_TIMEOUT_S)
    status = running.pcicloud("env", "status", code=0)
    running.lab.up()
    return Mended(json.loads(drift.stdout), fixed.stdout + fixed.stderr, json.loads(down.stdout), status.stdout)


@pytest.fixture(scope="session")
def run(running: Running) -> Run:
    """Run a command as root on a machine, or outside."""
    return running.run


@pytest.fixture(scope="session")
def addresses(running: Running) -> dict[str, str]:
    """Each server's own address."""
    return {server.name: server.address for server in running.lab.fleet.servers}


@pytest.fixture(scope="session")
def who(running: Running, addresses: dict[str, str], mended: Mended) -> Administrator:
    """The administrator, as the bastion knows him or her."""
    known_hosts = str(running.lab.places.runtime / "known_hosts")
    key = str(running.file.parent / ADMINISTRATOR)
    return Administrator(name=ADMINISTRATOR, key=key, bastion=addresses["bastion"], known_hosts=known_hosts)
