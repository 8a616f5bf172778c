"""The assessment document: the only input of every report (`pcicloud.assessment/1`)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec

from pcicloud.model.outcome import Verdict


class Status(StrEnum):
    """What is indicated for a requirement. "In place" is the assessor's word and never ours."""

    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    EXCEPTED = "excepted"
    NEEDS_PERSON = "needs_person"
    MET = "met"
    NOT_APPLICABLE = "not_applicable"


class Text(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The same thing said in English and in Japanese."""

    en: str
    ja: str


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What one check says of one resource. `evidence` are the ids of the EvidenceRefs that it read, the main one first.

    `id` is the first 16 hex digits of the SHA-256 over check, params, target and resource: stable between runs.
    """

    id: str
    check: str
    params: dict[str, str | int | bool | list[str]]
    target: str
    resource: str
    verdict: Verdict
    reason: str
    evidence: tuple[str, ...]
    requirements: tuple[str, ...]


class ProcedureResult(msgspec.Struct, frozen=True, kw_only=True):
    """A testing procedure: `kinds` is what the assessor wants to see, `findings` the ids of what answers it."""

    id: str
    status: Status
    reason: Text
    kinds: tuple[str, ...]
    findings: tuple[str, ...]


class RequirementResult(msgspec.Struct, frozen=True, kw_only=True):
    """One of the 280, always present. `findings` are ids into the assessment's findings."""

    id: str
    chapter: str
    section: str
    title: Text
    status: Status
    reason: Text
    testing_procedures: tuple[ProcedureResult, ...]
    findings: tuple[str, ...]
    exceptions: tuple[str, ...] = ()


class EvidenceRef(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the evidence log: `id` is the SHA-256 of its canonical JSON, `object` that of what was seen."""

    id: str
    collector: str
    target: str
    collected_at: Annotated[datetime, msgspec.Meta(tz=True)]
    max_age_s: int
    population: int
    object: str | None
    gap: str | None


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """What was assessed."""

    name: str
    model: str
    entity: str
    traits: tuple[str, ...]
    targets: tuple[str, ...]


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """280 requirements, each with a status and a reason; equal evidence gives equal bytes.

    `summary` counts requirements by status, `verdicts` findings by verdict; both hold every value, zero included.
    `catalogue` is the SHA-256 of the compiled catalogue that judged.
    """

    schema: str = "pcicloud.assessment/1"
    tool: str
    standard: str
    catalogue: str
    environment: Subject
    run: str
    as_of: Annotated[datetime, msgspec.Meta(tz=True)]
    summary: dict[str, int]
    verdicts: dict[str, int]
    requirements: tuple[RequirementResult, ...]
    findings: tuple[Finding, ...]
    evidence: tuple[EvidenceRef, ...]
