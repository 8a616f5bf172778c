"""Fills the small file system that it is given with evidence, makes room, and looks whether all is still there."""

from __future__ import annotations

import sys
from pathlib import Path

from pcicloud.evidence.store import Store
from pcicloud.evidence.verify import verify
from tests.evidence.evidence_stories import evidence
from tests.evidence.test_full_disk import append_until_refused


def fill(disk: Path) -> None:
    """Write how many lines were acknowledged to stdout, or fail an assertion."""
    ballast, folder = disk / "ballast", disk / "evidence"
    ballast.write_bytes(bytes(300_000))
    acknowledged, error = append_until_refused(folder)
    assert error.exit_code == 4, error
    assert error.hint == "make room and run the same command again", error
    verify(folder)
    ballast.unlink()
    with Store.open(folder, write=True) as store:
        assert set(acknowledged) <= {line.id for line, _ in store.lines()}
        store.append(evidence("r1", 100_000, kept=None, gap="denied"))
        store.sign()
    assert verify(folder).unfinished_bytes == 0
    sys.stdout.write(f"full after {len(acknowledged)} lines\n")


if __name__ == "__main__":
    fill(Path(sys.argv[1]))
