"""Stores as a run of the collectors leaves them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from pcicloud.evidence.store import Store
from pcicloud.model.run import Planned, RunBegin, RunEnd
from pcicloud.model.sighting import Evidence, Seen, Sighting

ENVIRONMENT = "payments"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TARGET = "aws:123456789012:global"


def begin(store: Store, run: str, collectors: int = 3) -> RunBegin:
    """The first line of a run, whose object is kept in the store."""
    planned = tuple(Planned(collector=f"aws.thing_{n}", target=TARGET) for n in range(collectors))
    snapshot = store.keep({"name": ENVIRONMENT, "model": "aws"})
    return RunBegin(run=run, environment=ENVIRONMENT, object=snapshot, planned=planned, started_at=NOON, tool="test")


def evidence(run: str, number: int, *, kept: str | None, gap: str | None = None) -> Evidence:
    """The line of the collector with this number."""
    then = NOON + timedelta(seconds=number)
    return Evidence(
        environment=ENVIRONMENT,
        run=run,
        collector=f"aws.thing_{number}",
        target=TARGET,
        started_at=then,
        collected_at=then,
        period_from=then,
        period_to=then,
        max_age_s=86400,
        collected_by="arn:aws:iam::123456789012:role/auditor",
        tool="test",
        asked=("thing:List",),
        population=1,
        object=kept,
        gap=gap,
    )


def sighting(number: int, run: str = "") -> Sighting:
    """What the collector with this number saw; with `run`, only in that run."""
    return Sighting(seen=(Seen(f"thing-{number}", {"Number": number, "名前": "決済", "Run": run}),))


def collect(store: Store, run: str, collectors: int = 3) -> None:
    """Write a whole run and sign the log."""
    store.append(begin(store, run, collectors))
    store.append_all([evidence(run, n, kept=store.keep(sighting(n, run))) for n in range(collectors - 1)])
    store.append(evidence(run, collectors - 1, kept=None, gap="denied"))
    store.append(RunEnd(run=run, ended_at=NOON + timedelta(minutes=1), calls=collectors))
    store.sign()


def write_store(folder: Path, *runs: str) -> str:
    """Make a store with these whole runs in it and return its verifier key."""
    with Store.open(folder, write=True, environment=ENVIRONMENT) as store:
        for run in runs:
            collect(store, run)
        return store.vkey
