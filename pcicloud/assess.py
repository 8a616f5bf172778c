"""Evidence in, assessment out: pure, so that anybody can give the same verdicts again."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import msgspec

from pcicloud import __version__, catalog, linking, status
from pcicloud.applicability import excluded
from pcicloud.catalog import STANDARD, Catalog
from pcicloud.checking import Check
from pcicloud.contained import Crash, contained
from pcicloud.discover import unit
from pcicloud.linking import Job
from pcicloud.model.assessment import Assessment, EvidenceRef, Finding, RequirementResult, Status, Subject
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, Verdict, unknown
from pcicloud.model.requirement import Requirement
from pcicloud.model.sighting import Evidence, Sighting, Target
from pcicloud.status import Answer


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the evidence log with its id and what it points at (None where there is only a gap)."""

    id: str
    evidence: Evidence
    sighting: Sighting | None


def assess(
    catalogue: Catalog,
    environment: Environment,
    kept: Iterable[Kept],
    *,
    run: str,
    targets: tuple[Target, ...],
) -> tuple[Assessment, tuple[Crash, ...]]:
    """The assessment of the environment as of `environment.as_of`, and the checks that crashed on the way.

    Every target of the environment is judged, collected or not: what has no evidence is unknown. A running host that
    evidence names and environment.yaml does not is a target, too.
    Raises DefinitionError where the catalogue names a check that does not exist.
    """
    applying = tuple(r for r in catalogue.requirements if excluded(r, environment) is None)
    shelf = Shelf(kept, environment)
    targets = (*targets, *shelf.strangers)
    crashes: list[Crash] = []
    by_job: dict[bytes, tuple[Finding, ...]] = {}
    for job in linking.jobs(applying):
        by_job[job.key] = tuple(findings_of(job, environment, shelf, targets, crashes.append))
    results = tuple(_result(r, environment, by_job) for r in catalogue.requirements)
    findings = tuple(f for found in by_job.values() for f in found)
    statuses = Counter(result.status for result in results)
    verdicts = Counter(finding.verdict for finding in findings)
    return (
        Assessment(
            tool=f"pcicloud {__version__}",
            standard=STANDARD,
            catalogue=catalogue.digest,
            environment=Subject(
                name=environment.name,
                model=environment.model,
                entity=environment.entity,
                traits=environment.traits,
                targets=tuple(str(target) for target in targets),
            ),
            run=run,
            as_of=environment.as_of,
            summary={status.value: statuses[status] for status in Status},
            verdicts={verdict.value: verdicts[verdict] for verdict in Verdict},
            requirements=results,
            findings=findings,
            evidence=shelf.refs(),
        ),
        tuple(crashes),
    )


class Shelf:
    """The run's evidence by collector and target, with what makes a line of it unusable."""

    def __init__(self, kept: Iterable[Kept], environment: Environment) -> None:
        self.lines = {(one.evidence.collector, one.evidence.target): one for one in kept}
        self.as_of = environment.as_of
        self.strangers = _strangers(self.lines, environment)

    def find(self, collector: str, target: Target) -> Kept | str:
        """The usable line, or the reason why there is none; global evidence serves the account's regions, too."""
        one = self._line(collector, target)
        if one is None and target in self.strangers:
            seen_by = self.strangers[target].evidence.collector
            return f"{seen_by} saw {target.name} running, and environment.yaml names no such host"
        if one is None:
            return f"{collector} was not collected from {target}"
        if one.sighting is None:
            return one.evidence.gap or f"{collector} saw nothing"
        age_s = (self.as_of - one.evidence.collected_at).total_seconds()
        if age_s < 0:
            return f"the evidence is of {one.evidence.collected_at:%Y-%m-%d %H:%M:%SZ}, after the moment of judgement"
        if age_s > one.evidence.max_age_s:
            return f"the evidence is {_days(age_s)} old and holds for {_days(one.evidence.max_age_s)}"
        return one

    def ids_of(self, check: Check, target: Target) -> tuple[str, ...]:
        """The ids of the lines that a check reads of a target, usable or not; the main one first.

        Of a host that nobody declared it is the line that saw it.
        """
        if target in self.strangers:
            return (self.strangers[target].id,)
        lines = (self._line(name, target) for name in (check.evidence, *check.beside))
        return tuple(one.id for one in lines if one)

    def refs(self) -> tuple[EvidenceRef, ...]:
        return tuple(
            EvidenceRef(
                id=one.id,
                collector=one.evidence.collector,
                target=one.evidence.target,
                collected_at=one.evidence.collected_at,
                max_age_s=one.evidence.max_age_s,
                population=one.evidence.population,
                object=one.evidence.object,
                gap=one.evidence.gap,
            )
            for _, one in sorted(self.lines.items())
        )

    def _line(self, collector: str, target: Target) -> Kept | None:
        one = self.lines.get((collector, str(target)))
        if one is None and target.family == "aws":
            whole = Target(family="aws", name=target.name, part="global")
            one = self.lines.get((collector, str(whole)))
        return one


def _strangers(lines: dict[tuple[str, str], Kept], environment: Environment) -> dict[Target, Kept]:
    """The running hosts that evidence names and the environment does not, each with the line that saw it."""
    known = {name for host in environment.hosts for name in host.names}
    found: dict[Target, Kept] = {}
    for _, one in sorted(lines.items()):
        for seen in one.sighting.seen if one.sighting else ():
            for names in seen.hosts:
                if not known & {name.lower() for name in names}:
                    found[Target(family="host", name=names[0])] = one
    return found


def findings_of(
    job: Job, environment: Environment, shelf: Shelf, targets: tuple[Target, ...], crashed: Callable[[Crash], None]
) -> Iterator[Finding]:
    """What one check with its params says of every resource of every target that it looks at."""
    where = unit("collectors", job.check.evidence).where
    for target in targets:
        if linking.looks_at(where, target):
            make = _maker(job, target, shelf.ids_of(job.check, target))
            for resource, outcome in _outcomes(job, environment, shelf, target, crashed):
                yield make(resource, outcome)


def _outcomes(
    job: Job, environment: Environment, shelf: Shelf, target: Target, crashed: Callable[[Crash], None]
) -> Iterator[tuple[str, Outcome]]:
    """One (resource, outcome) for each resource of the target, or one for the target where there is nothing to ask."""
    check = job.check
    main = shelf.find(check.evidence, target)
    beside = _beside(check, shelf, target)
    if isinstance(main, str) or isinstance(beside, str):
        yield str(target), unknown(main if isinstance(main, str) else str(beside))
        return
    sighting = main.sighting or Sighting()
    if not sighting.seen and not sighting.unseen:
        yield str(target), check.when_none
        return
    ask = _asker(job, environment, beside, crashed)
    if check.whole:
        if sighting.unseen:
            yield str(target), unknown(f"{sighting.unseen[0].resource} was not seen: {sighting.unseen[0].reason}")
        else:
            yield str(target), ask(str(target), tuple(seen.body for seen in sighting.seen))
        return
    for seen in sighting.seen:
        yield seen.resource, ask(seen.resource, seen.body)
    for unseen in sighting.unseen:
        yield unseen.resource, unknown(unseen.reason)


def _beside(check: Check, shelf: Shelf, target: Target) -> dict[str, Json] | str:
    """The bodies of the further collectors as keyword arguments, or why one of them was not wholly seen."""
    found: dict[str, Json] = {}
    for name in check.beside:
        one = shelf.find(name, target)
        if isinstance(one, str):
            return one
        sighting = one.sighting or Sighting()
        if sighting.unseen:
            return f"{sighting.unseen[0].resource} was not seen: {sighting.unseen[0].reason}"
        found[name.split(".")[1]] = tuple(seen.body for seen in sighting.seen)
    return found


def _asker(
    job: Job, environment: Environment, beside: dict[str, Json], crashed: Callable[[Crash], None]
) -> Callable[[str, Json], Outcome]:
    function, keywords = job.check.function, {**beside, **job.params}

    def ask(resource: str, body: Json) -> Outcome:
        said = contained(f"{job.check.id} on {resource}", lambda: function(body, environment, **keywords))
        if isinstance(said, Crash):
            crashed(said)
            return unknown(f"the check crashed with {said.error}; `pcicloud -v` shows where")
        return said

    return ask


def _maker(job: Job, target: Target, evidence: tuple[str, ...]) -> Callable[[str, Outcome], Finding]:
    start = hashlib.sha256(job.key + b"\0" + str(target).encode() + b"\0")
    place = str(target)

    def make(resource: str, outcome: Outcome) -> Finding:
        whole = start.copy()
        whole.update(resource.encode())
        return Finding(
            id=whole.hexdigest()[:16],
            check=job.check.id,
            params=job.params,
            target=place,
            resource=resource,
            verdict=outcome.verdict,
            reason=outcome.reason,
            evidence=evidence,
            requirements=job.requirements,
        )

    return make


def _result(
    requirement: Requirement, environment: Environment, by_job: dict[bytes, tuple[Finding, ...]]
) -> RequirementResult:
    why_not = excluded(requirement, environment)
    by_procedure: dict[str, list[Answer]] = {procedure.id: [] for procedure in requirement.procedures}
    for use in requirement.checks if why_not is None else ():
        if use.family != "aws" or environment.aws:
            for answered in use.answers:
                by_procedure[answered].append(Answer(use=use, findings=by_job[linking.key_of(use)]))
    standing = status.standing(requirement.id, environment)
    procedures = tuple(
        status.of_procedure(procedure, tuple(by_procedure[procedure.id]), standing, why_not)
        for procedure in requirement.procedures
    )
    worst = status.worst(procedures)
    return RequirementResult(
        id=requirement.id,
        chapter=catalog.chapter(requirement.id),
        section=requirement.section,
        title=requirement.title,
        status=worst.status,
        reason=worst.reason,
        testing_procedures=procedures,
        findings=tuple(dict.fromkeys(name for procedure in procedures for name in procedure.findings)),
        exceptions=tuple(f"{one.owner}, until {one.until}: {one.reason}" for one in standing),
    )


def _days(seconds: float) -> str:
    return f"{seconds / 86400:.1f} days"
