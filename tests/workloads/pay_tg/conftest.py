"""A ledger over each kind of database: SQLite, and a PostgreSQL of this run's own that only a socket leads to."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from pcicloud.workloads.pay_tg.ledger.ledger import Ledger

#: PostgreSQL's programs refuse root.
ACCOUNT = "nobody"
NUMBERS = count()


def programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The folder of its socket. In CI it must be there."""
    place = programs()
    if place is None:
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail("PostgreSQL is not installed; in CI that is a failure")
        pytest.skip("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    account = pwd.getpwnam(ACCOUNT)
    who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    if who:
        os.chown(folder, account.pw_uid, account.pw_gid)
    try:
        made = [
            place / "initdb",
            "-D",
            folder / "data",
            "-U",
            "ledger",
            "--auth=trust",
            "--no-instructions",
            "-E",
            "UTF8",
        ]
        subprocess.run(made, check=True, capture_output=True, cwd="/", **who)
        argv = [place / "postgres", "-D", folder / "data", "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"]
        with subprocess.Popen(argv, stderr=subprocess.DEVNULL, cwd="/", **who) as server:
            ready = [place / "pg_isready", "-h", folder, "-t", "1"]
            while subprocess.run(ready, capture_output=True, check=False).returncode:
                assert server.poll() is None, "PostgreSQL ended"
            yield str(folder)
            server.terminate()
    finally:
        shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new, empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.db'}"
    folder = request.getfixturevalue("postgresql")
    name = f"ledger{next(NUMBERS)}"
    place = programs()
    assert place
    subprocess.run([place / "createdb", "-h", folder, "-U", "ledger", name], check=True, capture_output=True)
    return f"postgresql+psycopg://ledger@/{name}?host={folder}"


class Clock:
    """Milliseconds that pass only when they are told to."""

    def __init__(self) -> None:
        self.now = 1_790_000_000_000

    def __call__(self) -> int:
        return self.now

    def pass_s(self, seconds: float) -> None:
        self.now += int(seconds * 1000)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(url: str, clock: Clock) -> Iterator[Ledger]:
    found = Ledger(url, clock)
    yield found
    found.close()
