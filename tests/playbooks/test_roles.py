"""Every role as it lies there: tasks name what they serve, modules are Ansible's own, secrets are not shown."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from pcicloud.ansible import TaskEnd
from pcicloud.catalog import load
from pcicloud.provision.hosts.playing import meaning
from pcicloud.provision.lab.image import HARDENED
from pcicloud.resources import folder

PLAYBOOKS = folder("playbooks")
FILES = sorted(PLAYBOOKS.glob("roles/*/tasks/*.yml"))
CONTROL = {"block", "rescue", "always", "name", "when", "loop", "loop_control", "register", "vars", "notify", "tags"}
KEYWORDS = CONTROL | {
    "changed_when", "failed_when", "check_mode", "delegate_to", "no_log", "throttle", "until", "retries", "delay",
    "run_once", "become", "become_user", "environment", "diff", "args", "ignore_errors", "listen",
}  # fmt: skip
#: Ansible's words for types, in a role's argument_specs.yml.
TYPES = {"int": int, "bool": bool, "list": list, "dict": dict, "str": str, "path": str}
KNOWN = {requirement.id for requirement in load().requirements}


def tasks(file: Path) -> Iterator[dict[str, Any]]:
    def inside(many: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for task in many:
            yield task
            for key in ("block", "rescue", "always"):
                yield from inside(task.get(key, []))

    yield from inside(yaml.safe_load(file.read_text()) or [])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.parent.name)
def test_every_task_has_a_name_and_serves_requirements_that_exist(file: Path) -> None:
    for task in tasks(file):
        assert task.get("name"), task
        end = TaskEnd(host="h", task=task["name"], role="r", module="m", end="ok")
        assert set(meaning(end)[1]) <= KNOWN, task["name"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.parent.name)
def test_modules_are_ansible_s_own(file: Path) -> None:
    for task in tasks(file):
        modules = set(task) - KEYWORDS
        assert all(module.startswith("ansible.builtin.") for module in modules), modules


def test_every_variable_of_a_role_begins_with_its_name() -> None:
    for file in PLAYBOOKS.glob("roles/*/defaults/main.yml"):
        role = file.parent.parent.name
        for name in yaml.safe_load(file.read_text()) or {}:
            assert re.match(rf"{role}_", name), f"{role}: {name}"


def test_every_role_serves_some_requirement_and_stands_in_the_site() -> None:
    site = yaml.safe_load((PLAYBOOKS / "site.yml").read_text())
    listed = [role for play in site for role in play.get("roles", [])]
    played = {role["role"] if isinstance(role, dict) else role for role in listed}
    assert played == {file.parent.parent.name for file in FILES}
    for role in played:
        text = (PLAYBOOKS / "roles" / role / "tasks" / "main.yml").read_text()
        assert re.search(r"\[[A-Z]?\d+\.[\d., A]+\]", text), role


def test_the_lab_s_image_has_only_what_some_role_installs() -> None:
    listed = yaml.safe_load((PLAYBOOKS / "roles/packages/defaults/main.yml").read_text())["packages_everywhere"]
    assert set(HARDENED) <= {name for one in listed for name in one["names"]}


def test_every_package_of_every_server_is_there_for_a_requirement() -> None:
    listed = yaml.safe_load((PLAYBOOKS / "roles/packages/defaults/main.yml").read_text())["packages_everywhere"]
    for one in listed:
        end = TaskEnd(host="h", task="Install", role="r", module="m", end="changed", items=(one["why"],))
        served = set(meaning(end)[1])
        assert served, one
        assert served <= KNOWN, one


def test_ansible_reads_the_site(tmp_path: Path) -> None:
    hosts = tmp_path / "hosts"
    hosts.write_text("".join(f"[{role}]\nlocalhost\n" for role in ("firewall", "management", "log")))
    ansible = Path(sys.executable).parent / "ansible-playbook"
    argv = [str(ansible), "--syntax-check", "-i", str(hosts), str(PLAYBOOKS / "site.yml")]
    done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "file", sorted(PLAYBOOKS.glob("roles/*/defaults/main.yml")), ids=lambda file: file.parent.parent.name
)
def test_every_variable_of_a_role_is_typed(file: Path) -> None:
    role = file.parent.parent
    given = yaml.safe_load(file.read_text())
    specs = yaml.safe_load((role / "meta" / "argument_specs.yml").read_text())["argument_specs"]
    typed = specs["main"]["options"]
    assert set(typed) == set(given)
    for name, value in given.items():
        assert typed[name]["description"], name
        computed = isinstance(value, str) and "{{" in value
        assert computed or isinstance(value, TYPES[typed[name]["type"]]), name
