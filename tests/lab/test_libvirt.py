"""A virtual machine with a kernel of its own: what a shared kernel can't show is judged there, broken and mended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from pcicloud import catalog
from pcicloud.ansible import play
from pcicloud.collect import collect
from pcicloud.environment import load
from pcicloud.errors import OutsideError
from pcicloud.evidence.store import Store
from pcicloud.judge import judge
from pcicloud.linux import require
from pcicloud.provision.driver import driver_of
from pcicloud.provision.hosts.hosts_driver import HostsDriver
from pcicloud.provision.hosts.inventory import inventory
from pcicloud.provision.lab import network
from pcicloud.provision.libvirt.disk_image import built
from pcicloud.provision.libvirt.virtual_lab import BUILD_TOOLS, TOOLS, VirtualLab
from pcicloud.provision.systems import named
from pcicloud.resources import folder
from tests.lab.running import Running, traces

pytestmark = [pytest.mark.lab, pytest.mark.slow]
DECLARED = """name: kernel
model: private
private: {driver: libvirt}
hosts:
  - {name: fw1, connection: ssh, roles: [firewall, management]}
"""
#: The smallest play that needs a kernel of one's own.
ROLES = ("packages", "kernel", "access_control", "auditing")
SYSCTL = ("host.core_dumps", "host.kernel_links", "host.kernel_memory")
RULES = (
    "host.audit_accounts", "host.audit_administrators", "host.audit_log_access", "host.audit_logins",
    "host.audit_objects", "host.audit_refused_access", "host.audit_settings_watched", "host.audit_time",
)  # fmt: skip
OTHERS = ("host.audit_locked", "host.audit_runs", "host.mandatory_access_control")
CHECKS = {*SYSCTL, *RULES, *OTHERS}
REQUIREMENTS = (
    "10.2.1", "10.2.1.2", "10.2.1.3", "10.2.1.4", "10.2.1.5", "10.2.1.6", "10.2.1.7", "10.3.2", "10.6.3", "2.2.6",
)  # fmt: skip
WEAKEN = (
    "sysctl -q -w kernel.kptr_restrict=0 fs.protected_symlinks=0 fs.suid_dumpable=1"
    " && aa-teardown && kill $(pidof auditd) && while pidof auditd; do sleep 0.2; done"
)
#: How far a run is when it is killed.
STAGES: dict[str, Callable[[VirtualLab], bool]] = {
    "image": lambda lab: lab.places.disks.exists(),
    "network": lambda lab: bool(network.names(lab.places)),
    "daemon": lambda lab: (lab.daemon.own / "run/libvirt-sock").exists(),
    "seed": lambda lab: lab.machines[0].seed.exists(),
    "machine": lambda lab: lab.machines[0].is_running,
}
RESTART_TIMEOUT_S = 600
STAGE_TIMEOUT_S = 120
UP = "import sys; from pathlib import Path; from tests.lab.test_libvirt import lab_of; lab_of(Path(sys.argv[1])).up()"
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def needs_libvirt() -> None:
    """Skip where virtual machines can't be made; in CI that is a failure, never a quiet skip."""
    try:
        require({**TOOLS, **BUILD_TOOLS}, what="the driver libvirt")
    except OutsideError as error:
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(f"{error}; in CI that is a failure")
        pytest.skip(str(error))
    built(named("debian-12"))


def driver(file: Path) -> HostsDriver:
    found = driver_of(load(file), folder("templates"))
    assert isinstance(found, HostsDriver)
    return found


def lab_of(file: Path) -> VirtualLab:
    lab = driver(file).machines.here
    assert isinstance(lab, VirtualLab)
    return lab


def declared(place: Path) -> Path:
    file = place / "environment.yaml"
    file.write_text(DECLARED)
    return file


@pytest.fixture(scope="module")
def machine(needs_libvirt: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One virtual machine, set as far as its kernel goes."""
    file = declared(tmp_path_factory.mktemp("libvirt"))
    lab = lab_of(file)
    lab.down()
    try:
        started = time.monotonic()
        lab.up()
        print(f"booted within {time.monotonic() - started:.0f} s")
        yield Running(file, lab)
    finally:
        lab.down()


def verdicts(machine: Running) -> dict[str, str]:
    """What pcicloud sees of the machine now: the verdict of each check, with its reason where it is no pass."""
    environment, catalogue = load(machine.file), catalog.load()
    with Store.open(machine.file.parent / "evidence", write=True, environment=environment.name) as store:
        collect(environment, catalogue, store, requirements=REQUIREMENTS, fresh=True)
        run = store.runs()[-1].begin.run
        assessment, crashes = judge(catalogue, store, as_of=datetime.now(UTC), run=run)
    assert not crashes
    found = [one for one in assessment.findings if one.check in CHECKS and one.target.startswith("host:fw1")]
    assert {one.check for one in found} == CHECKS
    return {
        one.check: one.verdict.value if one.verdict.value == "pass" else f"{one.verdict.value}: {one.reason}"
        for one in found
    }


def failing(machine: Running) -> set[str]:
    """The checks that fail; everything else passes, so nothing is unknown."""
    said = verdicts(machine)
    odd = {check: word for check, word in said.items() if not word.startswith(("pass", "fail"))}
    assert not odd
    return {check for check, word in said.items() if word.startswith("fail")}


def restart(machine: Running) -> None:
    """Restart the machine, and wait until it is another boot."""
    before = machine.run("fw1", "cat /proc/sys/kernel/random/boot_id").stdout
    assert before.strip()
    machine.run("fw1", "systemctl reboot")
    end = time.monotonic() + RESTART_TIMEOUT_S
    while time.monotonic() < end:
        time.sleep(2)
        said = machine.run("fw1", "cat /proc/sys/kernel/random/boot_id")
        if said.returncode == 0 and said.stdout != before:
            return
    pytest.fail("the machine did not come back")


def test_what_a_shared_kernel_can_not_show_passes_fails_when_broken_and_passes_when_mended(
    machine: Running, tmp_path: Path
) -> None:
    roles = [str(folder("playbooks") / "roles" / role) for role in ROLES]
    packages = [{"names": ["apparmor", "auditd"], "why": "what these roles set"}]  # an emulated machine is slow
    play_of = {"gather_subset": ["min", "virtual"], "vars": {"packages_everywhere": packages}, "roles": roles}
    site = [{"name": "Set the kernel", "hosts": "all", **play_of}]
    (tmp_path / "kernel.yml").write_text(yaml.safe_dump(site))
    found = driver(machine.file)
    ends = play(tmp_path, "kernel.yml", inventory(found.fleet), reach=found.reach, hear=lambda end: None)
    assert not [end for end in ends if end.end in ("failed", "unreachable")]
    assert failing(machine) == set()

    assert machine.run("fw1", "auditctl -D").returncode != 0, "the rules are locked"
    done = machine.run("fw1", WEAKEN)
    assert done.returncode == 0, done.stderr
    assert failing(machine) == {*SYSCTL, "host.mandatory_access_control", "host.audit_runs"}

    machine.run("fw1", "mv /etc/audit/rules.d/99-finalize.rules /root/")
    restart(machine)
    assert machine.run("fw1", "auditctl -D").returncode == 0
    assert failing(machine) == {*RULES, "host.audit_locked"}

    done = machine.run("fw1", "mv /root/99-finalize.rules /etc/audit/rules.d/ && augenrules --load")
    assert done.returncode == 0, done.stderr
    assert failing(machine) == set()


def test_a_second_up_leaves_what_stands_alone_and_destroy_leaves_nothing(machine: Running) -> None:
    assert isinstance(machine.lab, VirtualLab)
    uptime = machine.run("fw1", "cat /proc/sys/kernel/random/boot_id").stdout
    machine.lab.up()
    assert machine.run("fw1", "cat /proc/sys/kernel/random/boot_id").stdout == uptime
    links = subprocess.run(["ip", "-o", "link"], capture_output=True, text=True, check=True).stdout
    assert "vnet" not in links
    assert "virbr" not in links
    assert traces(machine.lab.places)
    found = driver(machine.file)
    assert [one.state for one in found.status().stacks] == ["NOT_SET"]
    assert found.destroy().remains == ()
    assert traces(machine.lab.places) == []
    assert found.destruction().stacks == ()


@pytest.mark.parametrize("stage", STAGES)
def test_what_a_killed_run_left_is_taken_away(stage: str, needs_libvirt: None, tmp_path: Path) -> None:
    file = declared(tmp_path)
    lab = lab_of(file)
    try:
        run = subprocess.Popen([sys.executable, "-c", UP, str(file)], cwd=ROOT)
        end = time.monotonic() + STAGE_TIMEOUT_S
        while not STAGES[stage](lab) and time.monotonic() < end:
            time.sleep(0.05)
        run.send_signal(signal.SIGKILL)
        run.wait()
        assert STAGES[stage](lab)
    finally:
        lab.down()
    assert traces(lab.places) == []
    lab.down()
