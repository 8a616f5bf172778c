from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pcicloud.errors import OutsideError
from pcicloud.evidence.store import Store
from pcicloud.evidence.verify import verify
from tests.evidence.evidence_stories import ENVIRONMENT, evidence, sighting

FILL_TMPFS = Path(__file__).with_name("fill_disk.py")


def append_until_refused(folder: Path) -> tuple[list[str], OutsideError]:
    """The ids of what was acknowledged, and the error that ended it."""
    acknowledged = []
    with Store.open(folder, write=True, environment=ENVIRONMENT) as store:
        try:
            for number in range(100_000):
                line = store.append(evidence("r1", number, kept=store.keep(sighting(number))))
                acknowledged.append(line.id)
        except OutsideError as error:
            with pytest.raises(OutsideError):
                store.append_all([evidence("r1", n, kept=None, gap="x" * 100_000) for n in range(100)])
            return acknowledged, error
    raise AssertionError("the disk never filled up")


@pytest.mark.parametrize("room", [40_000, 60_001, 100_003, 200_007])
def test_nothing_acknowledged_is_lost_when_a_file_may_not_grow(tmp_path: Path, room: int) -> None:
    folder = tmp_path / "evidence"
    Store.open(folder, write=True, environment=ENVIRONMENT).close()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        acknowledged, error = append_until_refused(folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert error.exit_code == 4
    assert "make room and run the same command again" in error.hint
    verify(folder)
    with Store.open(folder, write=True) as store:
        assert set(acknowledged) <= {line.id for line, _ in store.lines()}
        store.append(evidence("r1", 100_000, kept=None, gap="denied"))
        store.sign()
    assert verify(folder).unfinished_bytes == 0


def test_nothing_acknowledged_is_lost_on_a_full_file_system(tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    probe = [unshare or "", "--mount", "mount", "-t", "tmpfs", "none", str(tmp_path)]
    if unshare is None or subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip("may not mount a tmpfs here")
    script = 'mount -t tmpfs -o size=1m none "$1" && exec "$2" "$3" "$1"'
    command = [unshare, "--mount", "sh", "-c", script, "sh", str(tmp_path), sys.executable, str(FILL_TMPFS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("full after ")
    assert int(done.stdout.split()[2]) > 10
