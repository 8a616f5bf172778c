"""Start, stop, look at and empty the emulator's process."""

from __future__ import annotations

import fcntl
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pcicloud.emulator.state_folder import forget_pid, read_number
from pcicloud.errors import OutsideError

HOST = "127.0.0.1"
START_TIMEOUT_S = 30.0
STOP_TIMEOUT_S = 10.0
ANSWER_TIMEOUT_S = 5.0
POLL_S = 0.02


@dataclass(frozen=True, kw_only=True)
class EmulatorStatus:
    """Whether the emulator runs, where, and what it was asked. `aws_config` is the file for AWS_CONFIG_FILE."""

    running: bool
    pid: int | None
    port: int | None
    aws_config: Path
    started_at: str | None = None
    calls: int = 0
    calls_by_operation: dict[str, int] | None = None

    @property
    def endpoint_url(self) -> str | None:
        """The address that AWS clients use, if the emulator runs."""
        return f"http://{HOST}:{self.port}" if self.running else None


def start(state: Path, *, port: int = 0) -> EmulatorStatus:
    """Return the status of the running emulator, started if it was not. Raises OutsideError if it does not come up.

    `port` 0 takes the port of the last time if it is free, else any free one. The process outlives the caller.
    """
    state.mkdir(parents=True, exist_ok=True)
    with _locked(state):
        running = status(state)
        if running.running:
            return running
        forget_pid(state)
        process = _spawn(state, _wanted_port(state, port))
        return _wait_until_up(state, process)


def stop(state: Path) -> bool:
    """Return whether an emulator was stopped. Ends only the process that answers as this folder's emulator."""
    state.mkdir(parents=True, exist_ok=True)
    with _locked(state):
        pid = status(state).pid
        if pid is not None:
            _end(pid)
        forget_pid(state)
    return pid is not None


def status(state: Path) -> EmulatorStatus:
    """Return what the folder's emulator says of itself; a pid that is stale or another program's is not running."""
    pid, port = read_number(state / "pid"), read_number(state / "port")
    seen = _ask(port, "GET", "/_pcicloud/status") if pid is not None and port is not None and _alive(pid) else None
    if seen is None or seen.get("pid") != pid:
        return EmulatorStatus(running=False, pid=None, port=port, aws_config=state / "aws_config")
    return EmulatorStatus(
        running=True,
        pid=pid,
        port=port,
        aws_config=state / "aws_config",
        started_at=seen["started_at"],
        calls=seen["calls"],
        calls_by_operation=seen["calls_by_operation"],
    )


def reset(state: Path) -> EmulatorStatus:
    """Empty the emulator: every account, every stack, every fault. Raises OutsideError if it does not run."""
    running = status(state)
    if not running.running or _ask(running.port, "POST", "/_pcicloud/reset") is None:
        raise OutsideError("the emulator does not run", hint="start it: pcicloud emulator start")
    return status(state)


@contextmanager
def _locked(state: Path) -> Iterator[None]:
    with (state / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _wanted_port(state: Path, port: int) -> int:
    last = read_number(state / "port")
    return port or (last if last and _is_free(last) else 0)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _spawn(state: Path, port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pcicloud.emulator", "--port", str(port), "--state", str(state)]
    with (state / "log").open("ab") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            env=_environment(),
        )


def _environment() -> dict[str, str]:
    # The child must find the same pcicloud, and must not call real AWS or inherit a profile of the user.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "MOTO_"))}
    root = str(Path(__file__).resolve().parents[2])
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))}


def _wait_until_up(state: Path, process: subprocess.Popen[bytes]) -> EmulatorStatus:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and process.poll() is None:
        seen = status(state)
        if seen.running and seen.pid == process.pid:
            # The process is to outlive us: tell Popen not to complain that nobody waits for it.
            process.returncode = 0
            return seen
        time.sleep(POLL_S)
    if process.poll() is None:
        process.kill()
        process.wait()
    raise OutsideError(f"the emulator did not start: {_last_line(state / 'log')}", hint=f"read {state / 'log'}")


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1] if lines else "it wrote nothing"


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _end(pid: int) -> None:
    for sent in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.kill(pid, sent)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + STOP_TIMEOUT_S
        while time.monotonic() < deadline:
            if not _alive(pid) or _is_finished_child(pid):
                return
            time.sleep(POLL_S)


def _is_finished_child(pid: int) -> bool:
    # A child of ours stays as a zombie until somebody waits for it.
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:
        return False


def _ask(port: int | None, method: str, path: str) -> dict[str, Any] | None:
    if port is None:
        return None
    connection = http.client.HTTPConnection(HOST, port, timeout=ANSWER_TIMEOUT_S)
    try:
        connection.request(method, path, headers={"Content-Length": "0"})
        answer = connection.getresponse()
        document = json.loads(answer.read())
    except (OSError, ValueError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    return document if answer.status == 200 and isinstance(document, dict) else None
