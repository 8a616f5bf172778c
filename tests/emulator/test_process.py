"""The emulator's process: start, stop, heal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pcicloud.emulator import process
from pcicloud.errors import OutsideError

pytestmark = pytest.mark.aws


def test_it_starts_once_keeps_its_port_and_stops(tmp_path: Path) -> None:
    first = process.start(tmp_path)
    try:
        assert process.start(tmp_path).pid == first.pid
        assert process.status(tmp_path).endpoint_url == f"http://127.0.0.1:{first.port}"
    finally:
        assert process.stop(tmp_path)
    assert not process.status(tmp_path).running
    assert not process.stop(tmp_path)
    again = process.start(tmp_path)
    try:
        assert (again.port, again.pid == first.pid) == (first.port, False)
    finally:
        process.stop(tmp_path)


def test_its_profile_is_all_that_a_client_needs(tmp_path: Path) -> None:
    running = process.start(tmp_path)
    program = (
        "import boto3\n"
        "print(boto3.client('sts').get_caller_identity()['Account'])\n"
        "try: boto3.client('s3control').get_public_access_block(AccountId='123456789012')\n"
        "except Exception as error: print(error.response['Error']['Code'])\n"
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    profile = {"AWS_CONFIG_FILE": str(running.aws_config), "AWS_PROFILE": "emulator"}
    try:
        done = subprocess.run(
            [sys.executable, "-c", program], env=kept | profile, capture_output=True, text=True, check=True
        )
    finally:
        process.stop(tmp_path)
    assert done.stdout.split() == ["123456789012", "NoSuchPublicAccessBlockConfiguration"]


def test_a_stale_pid_is_healed(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (tmp_path / "pid").write_text(f"{ended.pid}\n")
    (tmp_path / "port").write_text("1\n")
    assert not process.status(tmp_path).running
    running = process.start(tmp_path)
    process.stop(tmp_path)
    assert running.running


def test_another_program_s_pid_is_never_ended(tmp_path: Path) -> None:
    other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    (tmp_path / "pid").write_text(f"{other.pid}\n")
    (tmp_path / "port").write_text("1\n")
    assert not process.stop(tmp_path)
    assert other.poll() is None
    other.communicate(b"\n")


def test_what_does_not_run_cannot_be_reset(tmp_path: Path) -> None:
    with pytest.raises(OutsideError) as raised:
        process.reset(tmp_path)
    assert "pcicloud emulator start" in raised.value.hint


def test_a_port_in_use_is_a_clear_error(tmp_path: Path) -> None:
    holder = process.start(tmp_path / "holder")
    try:
        with pytest.raises(OutsideError, match="did not start"):
            process.start(tmp_path / "late", port=holder.port or 0)
    finally:
        process.stop(tmp_path / "holder")
