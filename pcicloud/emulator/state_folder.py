"""What the emulator's folder holds: `pid`, `port`, `log`, and `aws_config`, an AWS profile named `emulator`."""

from __future__ import annotations

import os
from pathlib import Path

REGION = "ap-northeast-1"
PROFILE = """\
# Written by `pcicloud emulator start`. The key is a dummy that only the emulator on this machine accepts.
[profile emulator]
region = {region}
endpoint_url = http://127.0.0.1:{port}
aws_access_key_id = emulator
aws_secret_access_key = emulator
disable_host_prefix_injection = true
services = emulator
s3 =
    addressing_style = path

# SDKs put the account id and a dot before this address's host. Before the @ it is a user name, which nobody asks for.
[services emulator]
s3_control =
    endpoint_url = http://account@127.0.0.1:{port}
"""


def write_running(state: Path, *, pid: int, port: int) -> None:
    """Write the profile, the port, and last the pid: whoever sees the pid sees the rest."""
    state.mkdir(parents=True, exist_ok=True)
    _write(state / "aws_config", PROFILE.format(region=REGION, port=port))
    _write(state / "port", f"{port}\n")
    _write(state / "pid", f"{pid}\n")


def read_number(path: Path) -> int | None:
    """Return the number in a file, or None if there is no such file or no number in it."""
    try:
        return int(path.read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return None


def forget_pid(state: Path) -> None:
    """Remove the pid; the port stays, so that the next start takes the same one."""
    (state / "pid").unlink(missing_ok=True)


def _write(path: Path, text: str) -> None:
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
