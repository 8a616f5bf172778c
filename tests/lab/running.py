"""What tests do with a lab that stands: pcicloud's commands, and commands as root on a machine, over SSH."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pcicloud.host import HostAnswers, answers_of, request, script_with
from pcicloud.model.asking import Ask
from pcicloud.provision.lab import network
from pcicloud.provision.lab.lab import Lab
from pcicloud.provision.lab.places import Places
from pcicloud.provision.libvirt.virtual_lab import VirtualLab

COMMAND_TIMEOUT_S = 180
ALIVE = ("-o", "ConnectTimeout=10", "-o", "ServerAliveInterval=5", "-o", "ServerAliveCountMax=3")
BREAKER = Path(__file__).with_name("breaker.py").read_text()


def traces(places: Places) -> list[str]:
    """Everything that could be left of a lab on this machine: processes too that only see its folders."""
    own = (str(places.disks), str(places.runtime))
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            seen = (process / "cmdline").read_text().replace("\0", " ") + (process / "mountinfo").read_text()
        except OSError:
            continue
        if f"pcicloud-{places.id}" in seen or any(place in seen for place in own):
            found.append(f"process {process.name}")
    groups = [str(group) for group in places.cgroups if group.exists()]
    folders = [str(place) for place in (places.disks, places.runtime) if place.exists()]
    return [*found, *groups, *folders, *network.names(places)]


class Running:
    """One environment in a lab."""

    def __init__(self, file: Path, lab: Lab | VirtualLab, *, kept_open: bool = False) -> None:
        """`kept_open`: a connection to each machine stays, with a process that outlives the machine for some seconds."""
        self.file = file
        self.lab = lab
        self.kept_open = kept_open

    def pcicloud(self, *words: str, code: int | None = None, timeout_s: int = 600) -> subprocess.CompletedProcess[str]:
        """Run a command of pcicloud on the environment."""
        argv = [sys.executable, "-m", "pcicloud", *words, "-e", str(self.file)]
        done = subprocess.run(
            argv, capture_output=True, text=True, check=False, timeout=timeout_s, cwd=self.file.parent
        )
        assert code is None or done.returncode == code, done.stdout[-2000:] + done.stderr[-4000:]
        return done

    def run(self, place: str, command: str) -> subprocess.CompletedProcess[str]:
        """Run a command as root on a machine, as the automation does, or `outside`, where customers and administrators are.

        What it says on either of its outputs is in `stdout`.
        """
        if place != "outside":
            return self._as_root(place, f"sh -c {shlex.quote(command)} 2>&1")
        argv = ["ip", "netns", "exec", self.lab.places.outside, "sh", "-c", f"{command} 2>&1"]
        return _ended(argv, "")

    def look(self, host: str, asks: Sequence[Ask]) -> HostAnswers:
        """What a machine answers, over SSH, to the same script that `pcicloud collect` sends."""
        done = self._as_root(host, "/usr/bin/env python3 -I -", script_with(request("/", asks)))
        assert done.returncode == 0, done.stderr
        answers = answers_of(host, done.stdout, asks)
        assert isinstance(answers, HostAnswers)
        return answers

    def break_at(self, host: str, steps: list[Any]) -> None:
        """Do the steps of a mutation on a machine."""
        self._breaker(host, "break", steps)

    def mend(self, host: str, commands: list[list[str]]) -> None:
        """Put back what `break_at` changed, then run the commands."""
        self._breaker(host, "mend", commands)

    def _breaker(self, host: str, word: str, given: Any) -> None:
        argv = shlex.join(["/usr/bin/env", "python3", "-I", "-", word, json.dumps(given)])
        done = self._as_root(host, argv, BREAKER)
        assert done.returncode == 0, done.stdout + done.stderr

    def _as_root(self, host: str, command: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        password = self.lab.places.sudo_password.read_text()
        socket = self.lab.places.runtime / "%C"
        kept = ["-o", "ControlMaster=auto", "-o", f"ControlPath={socket}", "-o", "ControlPersist=60"]
        kept = kept if self.kept_open else []
        argv = ["ssh", "-F", str(self.lab.places.ssh_config), "-o", "LogLevel=ERROR", *ALIVE, *kept, host]
        return _ended([*argv, f"sudo -S -p '' {command}"], f"{password}\n{stdin}")


def _ended(argv: list[str], stdin: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(argv, input=stdin, capture_output=True, text=True, check=False, timeout=COMMAND_TIMEOUT_S)
