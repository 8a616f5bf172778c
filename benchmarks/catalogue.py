"""How long the 280 controls take to load, compiled and cached, and how many verdicts a second are given.

Run: .venv/bin/python benchmarks/catalogue.py
"""

from __future__ import annotations

import os
import tempfile
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from machine import describe

from pcicloud import catalog
from pcicloud.assess import Kept, Shelf, findings_of
from pcicloud.checking import check
from pcicloud.linking import Job
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Outcome, failed, passed
from pcicloud.model.sighting import Evidence, Seen, Sighting, Target

CHECKS = 1_000
RESOURCES = 10_000
TARGET = Target(family="aws", name="123456789012", part="global")


def main() -> None:
    print(describe())
    with tempfile.TemporaryDirectory() as cache:
        os.environ["XDG_CACHE_HOME"] = cache
        for name in ("compiled", "cached"):
            catalog.load.cache_clear()
            start = time.perf_counter()
            found = catalog.load()
            print(
                f"{len(found.requirements)} controls {name}: {time.perf_counter() - start:.4f} s (wanted, cached: at most 0.1)"
            )
    verdicts()


def long_enough(policy: Any, env: Environment, *, length_min: int) -> Outcome:
    length = policy["MinimumPasswordLength"]
    if length < length_min:
        return failed(f"{length} characters are enough, {length_min} are required")
    return passed(f"at least {length} characters are required")


def verdicts() -> None:
    """Judge 10,000 resources by each of 1,000 checks; findings are made and counted, one check's at a time."""
    now = datetime.now(UTC)
    env = Environment(name="benchmark", model="aws", as_of=now)
    sighting = Sighting(seen=tuple(Seen(f"arn:aws:x:{n}", {"MinimumPasswordLength": n % 20}) for n in range(RESOURCES)))
    line = Evidence(
        environment="benchmark", run="r", collector="aws.iam_password_policy", target=str(TARGET), started_at=now,
        collected_at=now - timedelta(seconds=1), period_from=now, period_to=now, max_age_s=60, collected_by="me", tool="t",
        asked=(), population=RESOURCES, object="0" * 64,
    )  # fmt: skip
    shelf = Shelf([Kept(id="0" * 64, evidence=line, sighting=sighting)], env)
    unit = check(evidence="aws.iam_password_policy", when_none=failed("none"))(long_enough)
    start, cpu, count = time.perf_counter(), time.process_time(), 0
    for n in range(CHECKS):
        job = Job(key=str(n).encode(), check=unit, params={"length_min": n % 20}, requirements=("8.3.6",))
        count += sum(1 for _ in findings_of(job, env, shelf, (TARGET,), print))
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    print(f"{count:,} verdicts in {wall:.1f} s wall, {cpu:.1f} s CPU: {count / wall:,.0f} a second (wanted: 100,000)")


if __name__ == "__main__":
    main()
