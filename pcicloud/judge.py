"""Judges a run that a store or a bundle holds: no network, no credentials, no clock."""

from __future__ import annotations

from datetime import datetime

import msgspec

from pcicloud.assess import Kept, assess
from pcicloud.catalog import Catalog
from pcicloud.contained import Crash
from pcicloud.environment import at
from pcicloud.errors import EvidenceMissing
from pcicloud.evidence.reading import Reading
from pcicloud.model.assessment import Assessment
from pcicloud.model.environment import Environment
from pcicloud.model.run import RunRecord
from pcicloud.model.sighting import Evidence, Sighting, Target


def judge(
    catalogue: Catalog, reading: Reading, *, as_of: datetime, run: str | None = None
) -> tuple[Assessment, tuple[Crash, ...]]:
    """The assessment of a run (the newest where none is named) as of a moment, and the checks that crashed.

    Raises EvidenceMissing where there is no such run, StoreError where what is kept is not what was seen.
    """
    record = find_run(reading, run)
    environment = msgspec.json.decode(reading.fetch(record.begin.object), type=Environment)
    targets = tuple(sorted(Target.parse(target) for target in record.begin.targets))
    kept = tuple(
        _kept(reading, line.id, msgspec.convert(body, Evidence))
        for line, body in reading.lines("pcicloud.evidence/1", run=record.begin.run)
    )
    return assess(catalogue, at(environment, as_of), kept, run=record.begin.run, targets=targets)


def find_run(reading: Reading, run: str | None) -> RunRecord:
    """The run of this id, or the newest. Raises EvidenceMissing."""
    runs = reading.runs()
    found = [record for record in runs if run in (None, record.begin.run)]
    if not found:
        what = f"there is no run {run}" if run else "nothing was collected yet"
        raise EvidenceMissing(what, hint="pcicloud evidence list" if run else "pcicloud collect")
    return found[-1]


def _kept(reading: Reading, id_: str, evidence: Evidence) -> Kept:
    sighting = msgspec.json.decode(reading.fetch(evidence.object), type=Sighting) if evidence.object else None
    return Kept(id=id_, evidence=evidence, sighting=sighting)
