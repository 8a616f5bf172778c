"""What somebody did to a program is found, by the learnt good state and by what its package brought."""

from __future__ import annotations

import pytest

from tests.lab.acting import Run

pytestmark = [pytest.mark.lab, pytest.mark.slow]

PROGRAM, PACKAGE = "/usr/bin/whoami", "coreutils"
#: AIDE's exit code has a bit for what was changed (aide(1)).
CHANGED = 4


def test_a_tampered_program_is_found(run: Run) -> None:
    assert run("app", f"debsums --changed {PACKAGE}").stdout.strip() == ""
    assert run("app", f"cp -p {PROGRAM} /root/right && printf x >> {PROGRAM}").returncode == 0
    try:
        found = run("app", "aide --config /etc/aide/aide.conf --check")
        assert found.returncode & CHANGED
        assert PROGRAM in found.stdout
        assert PROGRAM in run("app", f"debsums --changed {PACKAGE}").stdout
    finally:
        run("app", f"cp -p /root/right {PROGRAM} && rm /root/right")
    assert run("app", f"debsums --changed {PACKAGE}").stdout.strip() == ""


def test_only_root_reads_and_changes_the_good_state(run: Run) -> None:
    assert run("app", "stat --format '%a %U' /var/lib/aide/aide.db").stdout.strip() == "600 root"
