"""Two at once: the second is sent away, and nobody waits for one that was killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pcicloud.errors import OutsideError
from pcicloud.provision.alone import alone

HOLD = """
import sys, time
from pathlib import Path
from pcicloud.provision.alone import alone
with alone(Path(sys.argv[1]), on="shop"):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_one_is_sent_away_until_the_first_ends_however(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path / "apply")], stdout=subprocess.PIPE) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == b"held\n"
        with (
            pytest.raises(OutsideError, match="another pcicloud is at work on shop"),
            alone(tmp_path / "apply", on="shop"),
        ):
            pass
        first.send_signal(signal.SIGKILL)
        first.wait()
    with alone(tmp_path / "apply", on="shop"):
        pass
