"""Derives from the catalogue how each requirement is seen (checks, evidence, a person) and who answers for it."""

from __future__ import annotations

from collections import Counter
from typing import Literal

import msgspec

from pcicloud.catalog import STANDARD, Catalog, chapter
from pcicloud.model.assessment import Text
from pcicloud.model.requirement import Party, Requirement

Seen = Literal["automated", "evidence_only", "person_only"]
#: The families of checks and collectors that look at each model of environment: an AWS environment has hosts, too.
FAMILIES = {"private": ("host",), "aws": ("aws", "host")}


class RequirementCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """How one requirement is seen, and by which checks; `procedures_automated` counts those that a check answers.

    `responsibility` says who answers for it, by model.
    """

    id: str
    title: Text
    seen: Seen
    checks: tuple[str, ...]
    collectors: tuple[str, ...]
    procedures: int
    procedures_automated: int
    responsibility: dict[str, Party]


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """Requirements by how they are seen, and testing procedures."""

    requirements: int
    automated: int
    evidence_only: int
    person_only: int
    testing_procedures: int
    testing_procedures_automated: int


class Duties(msgspec.Struct, frozen=True, kw_only=True):
    """Requirements by who answers for them; what remains for the customer is wholly or partly its own."""

    customer: int
    shared: int
    provider: int
    remains_for_customer: int
    testing_procedures_remaining: int


class ModelCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """One model of environment: what is seen of it, and who answers for what."""

    seen: Count
    responsibility: Duties


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """What pcicloud can see of the standard. Every count is derived from the requirements' files.

    `by_model` counts, for each family of checks (`aws`, `host`), the requirements that it reaches.
    """

    schema: str = "pcicloud.coverage/1"
    standard: str
    catalogue: str
    requirements_total: int
    testing_procedures_total: int
    testing_procedures_automated: int
    automated: int
    evidence_only: int
    person_only: int
    checks_total: int
    by_chapter: dict[str, Count]
    by_model: dict[str, int]
    by_saq: dict[str, Count]
    models: dict[str, ModelCoverage]
    requirements: tuple[RequirementCoverage, ...]


def coverage(catalogue: Catalog) -> Coverage:
    """The coverage of the whole catalogue."""
    every = catalogue.requirements
    total = _count(every)
    families: Counter[str] = Counter()
    for requirement in every:
        families.update({use.family for use in requirement.checks})
    chapters = dict.fromkeys(chapter(requirement.id) for requirement in every)
    return Coverage(
        standard=STANDARD,
        catalogue=catalogue.digest,
        requirements_total=total.requirements,
        testing_procedures_total=total.testing_procedures,
        testing_procedures_automated=total.testing_procedures_automated,
        automated=total.automated,
        evidence_only=total.evidence_only,
        person_only=total.person_only,
        checks_total=len({use.uses for requirement in every for use in requirement.checks}),
        by_chapter={name: _count(tuple(r for r in every if chapter(r.id) == name)) for name in chapters},
        by_model=dict(sorted(families.items())),
        by_saq={saq.id: _count(tuple(r for r in every if saq.id in r.saqs)) for saq in catalogue.saqs},
        models={
            model: ModelCoverage(seen=_count(every, model), responsibility=_duties(every, model)) for model in FAMILIES
        },
        requirements=tuple(_row(requirement) for requirement in every),
    )


def party(requirement: Requirement, model: str) -> Party:
    """Who answers for the requirement in a model."""
    found: Party = getattr(requirement.responsibility, model).who
    return found


def _row(requirement: Requirement) -> RequirementCoverage:
    seen, automated = _seen(requirement, None)
    return RequirementCoverage(
        id=requirement.id,
        title=requirement.title,
        seen=seen,
        checks=tuple(dict.fromkeys(use.uses for use in requirement.checks)),
        collectors=tuple(dict.fromkeys(use.uses for use in requirement.collectors)),
        procedures=len(requirement.procedures),
        procedures_automated=automated,
        responsibility={model: party(requirement, model) for model in FAMILIES},
    )


def _seen(requirement: Requirement, model: str | None) -> tuple[Seen, int]:
    """How the requirement is seen in a model (or in any), and how many of its procedures a check answers."""
    looks = FAMILIES[model] if model else ("aws", "host")
    checks = [use for use in requirement.checks if use.family in looks]
    answered = {answer for use in checks for answer in use.answers}
    if checks:
        return "automated", len(answered)
    collected = any(use.uses.partition(".")[0] in looks for use in requirement.collectors)
    return ("evidence_only" if collected else "person_only"), 0


def _count(requirements: tuple[Requirement, ...], model: str | None = None) -> Count:
    found = [_seen(requirement, model) for requirement in requirements]
    seen = Counter(how for how, _ in found)
    return Count(
        requirements=len(requirements),
        automated=seen["automated"],
        evidence_only=seen["evidence_only"],
        person_only=seen["person_only"],
        testing_procedures=sum(len(requirement.procedures) for requirement in requirements),
        testing_procedures_automated=sum(answered for _, answered in found),
    )


def _duties(requirements: tuple[Requirement, ...], model: str) -> Duties:
    who = Counter(party(requirement, model) for requirement in requirements)
    remaining = [requirement for requirement in requirements if party(requirement, model) != "provider"]
    return Duties(
        customer=who["customer"],
        shared=who["shared"],
        provider=who["provider"],
        remains_for_customer=len(remaining),
        testing_procedures_remaining=sum(len(requirement.procedures) for requirement in remaining),
    )
