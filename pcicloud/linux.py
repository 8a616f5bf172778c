"""The door to this machine's own commands: `ip`, `mount`, `mmdebstrap` and the like, without a shell."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from pcicloud.errors import OutsideError

TIMEOUT_S = 900


def require(tools: dict[str, str], *, what: str) -> None:
    """Raise OutsideError where this process is not root, or a tool (by name, with its Debian package) is missing."""
    if os.geteuid() != 0:
        raise OutsideError(f"{what} needs root", hint="run the same command as root, or use the driver ssh")
    missing = {tool: package for tool, package in tools.items() if shutil.which(tool) is None}
    if missing:
        packages = " ".join(sorted(set(missing.values())))
        raise OutsideError(f"{what} needs {', '.join(missing)}", hint=f"apt-get install {packages}")


def run(*argv: str, stdin: str | None = None, timeout_s: int = TIMEOUT_S) -> str:
    """What the command wrote. Raises OutsideError where it ended with an error or took too long."""
    try:
        done = subprocess.run(argv, input=stdin, capture_output=True, text=True, timeout=timeout_s, check=False)
    except subprocess.TimeoutExpired as error:
        raise OutsideError(f"`{argv[0]}` did not end within {timeout_s} seconds") from error
    except OSError as error:
        raise OutsideError(f"`{argv[0]}` can't be started: {error.strerror}") from error
    if done.returncode != 0:
        told = (done.stderr.strip() or done.stdout.strip() or "no message").splitlines()[-1][:200]
        raise OutsideError(f"`{' '.join(argv[:4])}` ended with {done.returncode}: {told}")
    return done.stdout


def succeeds(*argv: str, timeout_s: int = TIMEOUT_S) -> bool:
    """Whether the command ends well."""
    try:
        done = subprocess.run(argv, capture_output=True, timeout=timeout_s, check=False)
    except (subprocess.TimeoutExpired, OSError):
        return False
    return done.returncode == 0


def start(argv: Sequence[str], *, log: Path) -> None:
    """Start a program that outlives this one, with its output in a file."""
    with log.open("ab") as output:
        forked = ("setsid", "--fork", *argv)
        subprocess.run(forked, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd="/", check=False)
