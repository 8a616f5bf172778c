"""A writer for the crash tests: appends without end and says on stdout what was acknowledged, one id a line."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from pcicloud.evidence.store import Store
from tests.evidence.evidence_stories import ENVIRONMENT, evidence, sighting


def write_for_ever(folder: Path) -> None:
    """Keep, append alone and in groups, and sign, until killed."""
    with Store.open(folder, write=True, environment=ENVIRONMENT) as store:
        for turn in count(len(list(store.lines()))):
            group = [
                evidence("r", turn * 10 + n, kept=store.keep(sighting(turn * 10 + n))) for n in range(turn % 4 + 1)
            ]
            for line in store.append_all(group):
                sys.stdout.write(line.id + "\n")
            sys.stdout.flush()
            if turn % 5 == 4:
                store.sign()


if __name__ == "__main__":
    write_for_ever(Path(sys.argv[1]))
