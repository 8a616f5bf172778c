"""Derives from the catalogue how each requirement is seen: by checks, by evidence only, or by a person only."""

from __future__ import annotations

from collections import Counter
from typing import Literal

import msgspec

from pcicloud.catalog import STANDARD, Catalog, chapter
from pcicloud.model.assessment import Text
from pcicloud.model.requirement import Requirement

Seen = Literal["automated", "evidence_only", "person_only"]


class RequirementCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """How one requirement is seen, and by which checks; `procedures_automated` counts those that a check answers."""

    id: str
    title: Text
    seen: Seen
    checks: tuple[str, ...]
    collectors: tuple[str, ...]
    procedures: int
    procedures_automated: int


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """Requirements by how they are seen, and testing procedures."""

    requirements: int
    automated: int
    evidence_only: int
    person_only: int
    testing_procedures: int
    testing_procedures_automated: int


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
    requirements: tuple[RequirementCoverage, ...]


def coverage(catalogue: Catalog) -> Coverage:
    """The coverage of the whole catalogue."""
    rows = tuple(_row(requirement) for requirement in catalogue.requirements)
    seen = Counter(row.seen for row in rows)
    families: Counter[str] = Counter()
    for row in rows:
        families.update({check.split(".")[0] for check in row.checks})
    chapters = dict.fromkeys(chapter(row.id) for row in rows)
    return Coverage(
        standard=STANDARD,
        catalogue=catalogue.digest,
        requirements_total=len(rows),
        testing_procedures_total=sum(row.procedures for row in rows),
        testing_procedures_automated=sum(row.procedures_automated for row in rows),
        automated=seen["automated"],
        evidence_only=seen["evidence_only"],
        person_only=seen["person_only"],
        checks_total=len({check for row in rows for check in row.checks}),
        by_chapter={name: _count(tuple(row for row in rows if chapter(row.id) == name)) for name in chapters},
        by_model=dict(sorted(families.items())),
        requirements=rows,
    )


def _row(requirement: Requirement) -> RequirementCoverage:
    answered = {answer for use in requirement.checks for answer in use.answers}
    return RequirementCoverage(
        id=requirement.id,
        title=requirement.title,
        seen="automated" if requirement.checks else "evidence_only" if requirement.collectors else "person_only",
        checks=tuple(dict.fromkeys(use.uses for use in requirement.checks)),
        collectors=tuple(dict.fromkeys(use.uses for use in requirement.collectors)),
        procedures=len(requirement.procedures),
        procedures_automated=len(answered),
    )


def _count(rows: tuple[RequirementCoverage, ...]) -> Count:
    seen = Counter(row.seen for row in rows)
    return Count(
        requirements=len(rows),
        automated=seen["automated"],
        evidence_only=seen["evidence_only"],
        person_only=seen["person_only"],
        testing_procedures=sum(row.procedures for row in rows),
        testing_procedures_automated=sum(row.procedures_automated for row in rows),
    )
