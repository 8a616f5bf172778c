"""Judges a run that a store or a bundle holds: no network, no credentials, no clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TypeVar

import msgspec

from pcicloud import environment as environments
from pcicloud.assess import Kept, assess
from pcicloud.catalog import Catalog
from pcicloud.contained import Crash
from pcicloud.errors import EvidenceMissing, StoreError
from pcicloud.evidence.reading import Line, Reading
from pcicloud.model.assessment import Assessment
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json
from pcicloud.model.run import RunRecord
from pcicloud.model.sighting import Evidence, Sighting, Target

_Value = TypeVar("_Value")


def judge(
    catalogue: Catalog, reading: Reading, *, as_of: datetime, run: str | None = None
) -> tuple[Assessment, tuple[Crash, ...]]:
    """The assessment of a run (as `find_run` chooses where none is named) as of a moment, and the checks that crashed.

    Raises EvidenceMissing where there is no such run, StoreError where what is kept is not what a run leaves.
    """
    record = find_run(reading, run)
    environment = environment_of(reading, record)
    targets = _targets(record, environment)
    kept = tuple(
        Kept(id=line.id, evidence=evidence, sighting=sighting_of(reading, line, evidence))
        for line, evidence in evidence_of(reading, record)
    )
    return assess(catalogue, environments.at(environment, as_of), kept, run=record.begin.run, targets=targets)


def find_run(reading: Reading, run: str | None) -> RunRecord:
    """The run of this id, or the newest that asked for every requirement and came to its end.

    Where there is none such, the newest of what there is; `shortcomings` says then what it lacks.
    Raises EvidenceMissing.
    """
    runs = reading.runs()
    found = [record for record in runs if run in (None, record.begin.run)]
    if not found:
        what = f"there is no run {run}" if run else "nothing was collected yet"
        raise EvidenceMissing(what, hint="pcicloud evidence list --runs" if run else "pcicloud collect")
    whole = [record for record in found if not lacks(record)]
    return (whole or found)[-1]


def shortcomings(reading: Reading, record: RunRecord) -> tuple[str, ...]:
    """What somebody who relies on this run should know: what it lacks itself, and which newer runs were passed over."""
    run, why = record.begin.run, lacks(record)
    said = [f"run {run} {why}: what it did not look at is unknown"] if why else []
    newest = reading.runs()[-1]
    if newest.begin.run != run:
        other = newest.begin.run
        said.append(
            f"run {run} is judged; run {other} is newer and {lacks(newest) or 'whole'} (--run {other} judges it)"
        )
    return tuple(said)


def lacks(record: RunRecord) -> str:
    """Why a run does not speak for all requirements, as the end of a sentence about it; empty where it does."""
    if record.begin.requirements:
        named = ", ".join(record.begin.requirements[:5]) + (" …" if len(record.begin.requirements) > 5 else "")
        return f"looked only for {named}" + ("" if record.end else " and was cut off or still goes on")
    return "" if record.end else "was cut off or still goes on"


def environment_of(reading: Reading, record: RunRecord) -> Environment:
    """The environment as it was declared when the run began. Raises StoreError."""
    content = reading.fetch(record.begin.object)
    place = f"the environment of run {record.begin.run}"
    environment = _converted(lambda: msgspec.json.decode(content, type=Environment), place)
    if not reading.environment == record.begin.environment == environment.name:
        raise _odd(place, f"its name is {environment.name}, and the log is of {reading.environment}")
    return environment


def changed(then: Environment, now: Environment) -> tuple[str, ...]:
    """The parts of environment.yaml that are not as they were when a run began; how AWS is reached is passed over."""
    fields = [field.name for field in msgspec.structs.fields(Environment)]
    return tuple(name for name in fields if _declared(then, name) != _declared(now, name))


def _declared(environment: Environment, name: str) -> object:
    if name == "aws" and environment.aws:
        return msgspec.structs.replace(environment.aws, config_file=None, endpoint_url=None, requests_per_s=1)
    return None if name == "as_of" else getattr(environment, name)


def evidence_of(reading: Reading, record: RunRecord) -> Iterator[tuple[Line, Evidence]]:
    """The run's evidence: each planned question is answered once at most. Raises StoreError where it isn't so."""
    left = {(look.collector, look.target) for look in record.begin.planned}
    for line, body in reading.lines("pcicloud.evidence/1", run=record.begin.run):
        evidence = evidence_in(line, body)
        question = (evidence.collector, evidence.target)
        if evidence.environment != reading.environment:
            raise _odd(_place(line), f"it is of {evidence.environment}, and the log is of {reading.environment}")
        if question not in left:
            raise _odd(_place(line), f"the run did not plan to ask {question[0]} of {question[1]}, or has done so")
        left.remove(question)
        yield line, evidence


def evidence_in(line: Line, body: Json) -> Evidence:
    """The evidence that a line holds. Raises StoreError where it is no such line."""
    return _converted(lambda: msgspec.convert(body, Evidence), _place(line))


def sighting_of(reading: Reading, line: Line, evidence: Evidence) -> Sighting | None:
    """What the line says was seen; None where it was nothing at all. Raises StoreError where it is another thing."""
    if evidence.object is None:
        return None
    content = reading.fetch(evidence.object)
    sighting = _converted(lambda: msgspec.json.decode(content, type=Sighting), f"object {evidence.object}")
    if evidence.population != len(sighting.seen) + len(sighting.unseen):
        raise _odd(_place(line), f"its population is not that of object {evidence.object}")
    return sighting


def _targets(record: RunRecord, environment: Environment) -> tuple[Target, ...]:
    """Every place that the run's environment declares. Raises StoreError where the run meant to leave one out."""
    place = f"the begin of run {record.begin.run}"
    named = _converted(lambda: {Target.parse(target) for target in record.begin.targets}, place)
    account = next((target.name for target in sorted(named) if target.family == "aws"), None)
    declared = environments.targets(environment, account)
    if named != set(declared) or (environment.aws and account is None):
        raise _odd(place, "its targets are not those that its environment declares")
    return declared


def _converted(convert: Callable[[], _Value], place: str) -> _Value:
    """The value that a line or an object holds. Raises StoreError where it is another than a run writes."""
    try:
        return convert()
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise _odd(place, str(error)) from None


def _place(line: Line) -> str:
    return f"line {line.index + 1} of the log"


def _odd(place: str, what: str) -> StoreError:
    return StoreError(f"{place} is not what a run of pcicloud leaves: {what}", hint="don't rely on this evidence")
