"""The answers that commands give to a machine (`--format json`) where no value of their own says them already."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from pcicloud.model.assessment import Text
from pcicloud.model.outcome import Outcome
from pcicloud.model.requirement import Param, Requirement
from pcicloud.model.sighting import Evidence, Sighting


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """What a collector could not see of a target, and why."""

    collector: str
    target: str
    reason: str


class Collected(msgspec.Struct, frozen=True, kw_only=True):
    """What a run brought back; `resumed` counts the questions that an earlier run, cut off, had kept already."""

    schema: str = "pcicloud.collected/1"
    run: str
    resumed: int
    questions: int
    resources: int
    calls: int
    checkpoint: str
    gaps: tuple[Gap, ...]


class RequirementItem(msgspec.Struct, frozen=True, kw_only=True):
    """A requirement in a list, with the ids of the checks that serve it."""

    id: str
    section: str
    title: Text
    checks: tuple[str, ...]


class RequirementList(msgspec.Struct, frozen=True, kw_only=True):
    """Requirements in the standard's order."""

    schema: str = "pcicloud.requirement_list/1"
    requirements: tuple[RequirementItem, ...]


class RequirementShown(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement as its file in controls/ says it."""

    schema: str = "pcicloud.requirement/1"
    requirement: Requirement


class UnitItem(msgspec.Struct, frozen=True, kw_only=True):
    """A check or a collector in a list."""

    id: str
    summary: str


class UnitList(msgspec.Struct, frozen=True, kw_only=True):
    """All checks, or all collectors."""

    schema: str = "pcicloud.unit_list/1"
    kind: Literal["checks", "collectors"]
    units: tuple[UnitItem, ...]


class Use(msgspec.Struct, frozen=True, kw_only=True):
    """A requirement's use of a check: its params, and the testing procedures that it answers."""

    requirement: str
    params: dict[str, Param]
    answers: tuple[str, ...]


class CheckExplained(msgspec.Struct, frozen=True, kw_only=True):
    """A check: what it says of itself, what it reads (collectors), what those need, and who uses it."""

    schema: str = "pcicloud.check/1"
    id: str
    doc: str
    evidence: tuple[str, ...]
    permissions: tuple[str, ...]
    asks: tuple[str, ...]
    when_none: Outcome
    uses: tuple[Use, ...]


class EmulatorState(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the embedded AWS runs, where, and how much it was asked."""

    schema: str = "pcicloud.emulator/1"
    running: bool
    pid: int | None
    endpoint_url: str | None
    aws_config: str
    started_at: str | None
    calls: int


class EvidenceItem(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the log: its id, its number from 0, and the evidence."""

    id: str
    line: int
    evidence: Evidence


class EvidenceList(msgspec.Struct, frozen=True, kw_only=True):
    """The evidence of one run."""

    schema: str = "pcicloud.evidence_list/1"
    run: str
    items: tuple[EvidenceItem, ...]


class RunItem(msgspec.Struct, frozen=True, kw_only=True):
    """A run in a list; `ended_at` is None where it was cut off, `requirements` empty where it asked for all."""

    run: str
    started_at: datetime
    ended_at: datetime | None
    planned: int
    requirements: tuple[str, ...] = ()


class RunList(msgspec.Struct, frozen=True, kw_only=True):
    """The runs of a store or bundle, oldest first."""

    schema: str = "pcicloud.run_list/1"
    runs: tuple[RunItem, ...]


class EvidenceShown(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the log with what was seen, None where nothing was."""

    schema: str = "pcicloud.evidence_shown/1"
    id: str
    line: int
    evidence: Evidence
    sighting: Sighting | None


class ReportWritten(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle that was written: its folder, and the files and folders directly in it."""

    schema: str = "pcicloud.report/1"
    folder: str
    run: str
    as_of: datetime
    entries: tuple[str, ...]
