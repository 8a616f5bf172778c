"""The door to Ansible: the only importer of ansible_runner.

It runs a text of Python on many hosts at once, by SSH, and plays playbooks that set them.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import msgspec

from pcicloud.errors import NotSeen, OutsideError, UsageError
from pcicloud.model.environment import HostPlace, PrivatePlace
from pcicloud.model.outcome import Json
from pcicloud.resources import folder

FORKS = 20
CONNECT_TIMEOUT_S = 15
TASK_TIMEOUT_S = 300
ANSWER_MAX = 1 << 30
ROOT_BY = "PCICLOUD_SUDO_PASSWORD"
SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,251}")
#: How ssh(1) calls a host that it reaches through another program.
NO_PLACE = " to UNKNOWN port 65535"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
HOST_PORT = re.compile(
    r"(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9][A-Za-z0-9._-]*|[0-9A-Fa-f]*:[0-9A-Fa-f:]+)(?::(?P<port>\d{1,5}))?"
)


End = Literal["ok", "changed", "failed", "unreachable", "skipped"]


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """How hosts are reached: a file of ssh(1), and what holds the password for sudo; by default the user's own."""

    ssh_config: str | None = None
    sudo_password_file: str | None = None


def reach_of(private: PrivatePlace | None) -> Reach:
    """How the hosts of an environment are reached."""
    if private is None:
        return Reach()
    return Reach(ssh_config=private.ssh_config, sudo_password_file=private.sudo_password_file)


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """What a task changed, or would: a file or a setting, before and after."""

    what: str
    before: str
    after: str


class TaskEnd(msgspec.Struct, frozen=True, kw_only=True):
    """How a task ended on a host. `ok`: nothing was to change."""

    host: str
    task: str
    role: str
    module: str
    end: End
    differences: tuple[Difference, ...] = ()
    message: str = ""
    items: tuple[str, ...] = ()  # of a loop: the labels of what was changed


OWN = Reach()
Hear = Callable[[TaskEnd], None]


def play(
    playbooks: Path,
    name: str,
    inventory: Json,
    *,
    reach: Reach,
    hear: Hear,
    check: bool = False,
    limit: tuple[str, ...] = (),
) -> tuple[TaskEnd, ...]:
    """Play a playbook of the folder and tell of each task's end. `check`: change nothing, say what would change.

    Host keys are checked. Secrets reach Ansible by files or variables, never on a command line, and nothing that it
    writes outlives the play. Raises OutsideError where Ansible itself can't run.
    """
    ended: list[TaskEnd] = []

    def keep(event: Json) -> None:
        for end in _ends(event):
            ended.append(end)
            hear(end)

    with tempfile.TemporaryDirectory(prefix="pcicloud-ansible-") as place:
        words = ["--diff", *(["--check"] if check else []), *(["--limit", ",".join(limit)] if limit else [])]
        _run(
            Path(place),
            inventory,
            {"project_dir": str(playbooks), "playbook": name, "cmdline": " ".join(words)},
            keep,
            reach,
        )
    return tuple(ended)


def _ends(event: Json) -> Iterator[TaskEnd]:
    data = event.get("event_data", {})
    kinds: dict[str, End] = {
        "runner_on_ok": "ok",
        "runner_on_failed": "failed",
        "runner_on_unreachable": "unreachable",
        "runner_on_skipped": "skipped",
    }
    kind = kinds.get(event["event"])
    if kind is None or "host" not in data:
        return
    result = data.get("res", {})
    if kind == "failed" and data.get("ignore_errors"):
        kind = "ok"
    if kind == "ok" and result.get("changed"):
        kind = "changed"
    yield TaskEnd(
        host=data["host"],
        task=data.get("task", ""),
        role=data.get("role", ""),
        module=data.get("resolved_action") or data.get("task_action", ""),
        end=kind,
        differences=tuple(_differences(result)) if kind == "changed" else (),
        message=_told(result) if kind in ("failed", "unreachable") else "",
        items=tuple(one.get("_ansible_item_label", "") for one in _changed_items(result)),
    )


def _differences(result: Json) -> Iterator[Difference]:
    for one in (result, *_changed_items(result)):
        said = one.get("diff") or []
        for diff in said if isinstance(said, list) else [said]:
            if isinstance(diff, dict) and ("before" in diff or "after" in diff):
                what = diff.get("after_header") or diff.get("before_header") or ""
                yield Difference(what=str(what), before=_text(diff.get("before")), after=_text(diff.get("after")))


def _changed_items(result: Json) -> list[Json]:
    return [item for item in result.get("results", ()) if isinstance(item, dict) and item.get("changed")]


def _text(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def run_script(places: tuple[HostPlace, ...], script: str, reach: Reach = OWN) -> dict[str, str | NotSeen]:
    """What the script wrote to its standard output on each host, by name; NotSeen where it could not run.

    The script travels over the connection into `python3 -` and is never a file there. Host keys are checked as the
    user's own SSH settings say. It runs as root where the user may become root without a password, else as the user.
    Raises OutsideError where Ansible itself can't run and UsageError for a name that is none.
    """
    said: dict[str, str | NotSeen] = {}

    def keep(event: Json) -> None:
        _hear(said, event)

    with tempfile.TemporaryDirectory(prefix="pcicloud-ansible-") as place:
        _run(Path(place), _inventory(places), {"playbook": _playbook(script)}, keep, reach)
    silent = NotSeen("unreachable", "the host gave no answer")
    return {place.name: said.get(place.name, silent) for place in places}


def _inventory(places: tuple[HostPlace, ...]) -> Json:
    return {"all": {"hosts": {place.name: _host_variables(place) for place in places}}}


def _host_variables(place: HostPlace) -> dict[str, Any]:
    if not SAFE_NAME.fullmatch(place.name):
        raise UsageError(f"{place.name!r} is no name of a host", hint="use letters, digits, dots and dashes")
    where = HOST_PORT.fullmatch(place.address or place.name)
    if where is None:
        raise UsageError(f"{place.address!r} is no address of a host", hint="write name, name:port or [v6]:port")
    given: dict[str, Any] = {"ansible_host": where["host"].strip("[]"), "ansible_become": place.user != "root"}
    if where["port"]:
        given["ansible_port"] = int(where["port"])
    if place.user:
        given["ansible_user"] = place.user
    return given


def _playbook(script: str) -> Json:
    run = {
        "ansible.builtin.command": {"argv": ["/usr/bin/env", "python3", "-I", "-"], "stdin": script},
        "changed_when": False,
    }
    first = {"name": "Look as root", **run}
    again = {"name": "Look as the user", **run, "vars": {"ansible_become": False}}
    return [
        {
            "name": "Look at hosts",
            "hosts": "all",
            "gather_facts": False,
            "tasks": [{"name": "Look", "block": [first], "rescue": [again]}],
        }
    ]


def _run(place: Path, inventory: Json, what: dict[str, Any], keep: Callable[[Json], None], reach: Reach) -> None:
    import ansible_runner

    reached = False
    told: list[str] = []

    def handle(event: Json) -> bool:
        nonlocal reached
        reached = reached or event["event"].startswith("runner_on_")
        if not reached:
            told.append(event.get("stdout") or "")
        keep(event)
        return True

    config = f"-F {reach.ssh_config} " if reach.ssh_config else ""
    keep_open = "-o ControlMaster=auto -o ControlPersist=60s" if reach.ssh_config else "-o ControlMaster=no"
    settings = {
        "ANSIBLE_HOST_KEY_CHECKING": "True",
        "ANSIBLE_PIPELINING": "True",
        "ANSIBLE_FORKS": str(FORKS),
        "ANSIBLE_TIMEOUT": str(CONNECT_TIMEOUT_S),
        "ANSIBLE_TASK_TIMEOUT": str(TASK_TIMEOUT_S),
        "ANSIBLE_SSH_ARGS": f"{config}{keep_open} -o BatchMode=yes -o StrictHostKeyChecking=yes",
        "ANSIBLE_SSH_CONTROL_PATH_DIR": str(place / "cp"),
        "ANSIBLE_PYTHON_INTERPRETER": "auto_silent",
        "ANSIBLE_RETRY_FILES_ENABLED": "False",
        "ANSIBLE_LOCAL_TEMP": str(place / "local"),
        "ANSIBLE_GATHERING": "smart",
        # ansible-runner empties a result that is longer than this, without a word.
        "MAX_EVENT_RES": str(ANSWER_MAX),
        **(_fast_strategy() if "project_dir" in what else {}),
        # ansible-playbook lies beside the interpreter that runs pcicloud, also where that is not on the user's PATH.
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath))),
    }
    inventory["all"].setdefault("vars", {}).update(_become(reach))
    try:
        ansible_runner.run(
            private_data_dir=str(place),
            inventory=inventory,
            envvars=settings,
            event_handler=handle,
            suppress_env_files=True,
            quiet=True,
            **what,
        )
    except (ansible_runner.AnsibleRunnerException, OSError) as error:
        raise OutsideError(f"Ansible can't run: {error}", hint="install pcicloud with the extra `hosts`") from error
    finally:
        _close(place / "cp")
    if not reached:
        errors = [line for line in "\n".join(told).splitlines() if "ERROR" in line]
        last = COLOUR.sub("", errors[-1])[:300] if errors else "run `ansible --version` beside pcicloud"
        raise OutsideError("Ansible ended before it reached a host", hint=last)


def _fast_strategy() -> dict[str, str]:
    """Mitogen's strategy where it is installed: the same tasks over one Python that stays on the host."""
    if find_spec("ansible_mitogen") is None:
        return {}
    plugins = folder("playbooks") / "strategies"
    return {"ANSIBLE_STRATEGY": "mitogen_unpinned", "ANSIBLE_STRATEGY_PLUGINS": str(plugins)}


def _close(connections: Path) -> None:
    """End the connections that were kept open: nothing of a play outlives it."""
    for socket in connections.glob("*"):
        argv = ("ssh", "-o", f"ControlPath={socket}", "-O", "exit", "any")
        subprocess.run(argv, capture_output=True, timeout=CONNECT_TIMEOUT_S, check=False)


def _become(reach: Reach) -> dict[str, str]:
    """Where Ansible itself reads the password for sudo: the inventory that we write names the place only."""
    if reach.sudo_password_file:
        return {"ansible_become_password": f"{{{{ lookup('ansible.builtin.file', {reach.sudo_password_file!r}) }}}}"}
    if os.environ.get(ROOT_BY):
        return {"ansible_become_password": f"{{{{ lookup('ansible.builtin.env', {ROOT_BY!r}) }}}}"}
    return {}


def _hear(said: dict[str, str | NotSeen], event: Json) -> None:
    data = event.get("event_data", {})
    host, result = data.get("host"), data.get("res", {})
    if event["event"] == "runner_on_ok" and "stdout" in result:
        said[host] = result["stdout"]
    elif event["event"] == "runner_on_unreachable":
        said[host] = NotSeen("unreachable", _told(result))
    elif event["event"] == "runner_on_failed":
        said.setdefault(host, NotSeen("failed", _told(result)))


def _told(result: Json) -> str:
    words = str(result.get("stderr") or result.get("module_stderr") or result.get("msg") or "no message")
    last = words.strip().splitlines()[-1] if words.strip() else "no message"
    return last.replace(NO_PLACE, "")[:200]
