"""One emulator for all tests of this folder, and clients of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.config import Config

from pcicloud.emulator import process
from pcicloud.emulator.process import EmulatorStatus

Client = Callable[..., Any]


@pytest.fixture(scope="session")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of this session's emulator."""
    return tmp_path_factory.mktemp("emulator")


@pytest.fixture(scope="session")
def running(state: Path) -> Iterator[EmulatorStatus]:
    """The emulator of this session."""
    yield process.start(state)
    process.stop(state)


@pytest.fixture(scope="session")
def client(running: EmulatorStatus) -> Client:
    """Make a client from the emulator's profile; without retries, so that a test sees the first answer."""
    session = botocore.session.Session(profile="emulator")
    session.set_config_variable("config_file", str(running.aws_config))
    once = Config(retries={"total_max_attempts": 1}, read_timeout=30)

    def make(service: str, *, key: str | None = None, secret: str = "emulator", token: str | None = None) -> Any:
        credentials = (key or "emulator", secret, token)
        names = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")
        return session.create_client(service, config=once, **dict(zip(names, credentials, strict=True)))

    return make


@pytest.fixture
def emptied(state: Path, running: EmulatorStatus) -> None:
    """Start the test with an empty account."""
    process.reset(state)
