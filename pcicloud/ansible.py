"""The door to Ansible: the only importer of ansible_runner. It runs a text of Python on many hosts at once, by SSH."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from pcicloud.errors import NotSeen, OutsideError, UsageError
from pcicloud.model.environment import HostPlace
from pcicloud.model.outcome import Json

FORKS = 20
CONNECT_TIMEOUT_S = 15
TASK_TIMEOUT_S = 300
SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,251}")
HOST_PORT = re.compile(
    r"(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9][A-Za-z0-9._-]*|[0-9A-Fa-f]*:[0-9A-Fa-f:]+)(?::(?P<port>\d{1,5}))?"
)


def run_script(places: tuple[HostPlace, ...], script: str) -> dict[str, str | NotSeen]:
    """What the script wrote to its standard output on each host, by name; NotSeen where it could not run.

    The script travels over the connection into `python3 -` and is never a file there. Host keys are checked as the
    user's own SSH settings say. It runs as root where the user may become root without a password, else as the user.
    Raises OutsideError where Ansible itself can't run and UsageError for a name that is none.
    """
    with tempfile.TemporaryDirectory(prefix="pcicloud-ansible-") as folder:
        events = _play(Path(folder), _inventory(places), _playbook(script))
    said: dict[str, str | NotSeen] = {}
    for event in events:
        _hear(said, event)
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


def _play(folder: Path, inventory: Json, playbook: Json) -> list[Json]:
    import ansible_runner

    events: list[Json] = []

    def keep(event: Json) -> bool:
        events.append(event)
        return True

    settings = {
        "ANSIBLE_HOST_KEY_CHECKING": "True",
        "ANSIBLE_PIPELINING": "True",
        "ANSIBLE_FORKS": str(FORKS),
        "ANSIBLE_TIMEOUT": str(CONNECT_TIMEOUT_S),
        "ANSIBLE_TASK_TIMEOUT": str(TASK_TIMEOUT_S),
        "ANSIBLE_SSH_ARGS": "-o ControlMaster=no -o BatchMode=yes -o StrictHostKeyChecking=yes",
        "ANSIBLE_PYTHON_INTERPRETER": "auto_silent",
        "ANSIBLE_RETRY_FILES_ENABLED": "False",
        "ANSIBLE_LOCAL_TEMP": str(folder / "local"),
        # ansible-playbook lies beside the interpreter that runs pcicloud, also where that is not on the user's PATH.
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath))),
    }
    try:
        ansible_runner.run(
            private_data_dir=str(folder),
            inventory=inventory,
            playbook=playbook,
            envvars=settings,
            event_handler=keep,
            suppress_env_files=True,
            quiet=True,
        )
    except (ansible_runner.AnsibleRunnerException, OSError) as error:
        raise OutsideError(f"Ansible can't run: {error}", hint="install pcicloud with the extra `hosts`") from error
    if not any(event["event"].startswith("runner_on_") for event in events):
        raise OutsideError("Ansible ended before it reached a host", hint="run `ansible --version` beside pcicloud")
    return events


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
    return words.strip().splitlines()[-1][:200] if words.strip() else "no message"
