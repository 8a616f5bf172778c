"""What `pcicloud evidence` says to a person."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from pcicloud.evidence.verified import Verified
from pcicloud.judge import lacks
from pcicloud.model.documents import EvidenceItem, EvidenceShown
from pcicloud.model.run import RunRecord
from pcicloud.model.sighting import Evidence


def run_line(record: RunRecord) -> str:
    """A run in one line: how much it meant to ask, when it ended, what it lacks."""
    ended = f"ended {_time(record.end.ended_at)}" if record.end else f"begun {_time(record.begin.started_at)}"
    lacking = lacks(record)
    return f"{record.begin.run}  {len(record.begin.planned)} questions, {ended}" + (f"; {lacking}" if lacking else "")


def item_line(item: EvidenceItem) -> str:
    """A piece of evidence in one line."""
    one = item.evidence
    gap = f"  gap: {one.gap}" if one.gap else ""
    return f"{item.id[:12]}  {_time(one.collected_at)}  {one.population:5}  {one.collector:44} {one.target}{gap}"


def shown(found: EvidenceShown) -> Iterator[str]:
    """What the log says of a piece of evidence, and then each resource with what the source answered."""
    yield f"evidence   {found.id}"
    yield from _said(found.evidence, found.line)
    if found.sighting is None:
        return
    for seen in found.sighting.seen:
        yield f"\n{seen.resource}"
        yield json.dumps(msgspec.to_builtins(seen.body), indent=2, sort_keys=True, ensure_ascii=False)
    for unseen in found.sighting.unseen:
        yield f"\n{unseen.resource}\nnot seen: {unseen.reason}"


def verified(place: Path, found: Verified) -> Iterator[str]:
    """What was verified, and what could not be."""
    yield f"{place} verifies" + (", but not all of it could be" if found.unverified else "")
    yield f"  {found.kind} of {found.environment}: {found.lines} lines, {found.signed_lines} of them signed"
    yield f"  {found.objects} objects, {found.checkpoints} checkpoints"
    yield f"  signed with {found.vkey}" + (" as expected" if found.pinned else "")
    if not found.pinned:
        yield "    not pinned: anybody can sign with a key of their own; name the one that you expect with --vkey"
    if found.rejudged:
        again = f"run {found.run} judged again as of {_time(found.as_of)}"
        yield f"  {again}: the same assessment and reports, byte for byte"
    yield from (f"  {why}" for why in found.unverified)


def _said(one: Evidence, line: int) -> Iterator[str]:
    days = one.max_age_s / 86400
    yield f"line       {line + 1} of the log, of run {one.run}"
    yield f"collector  {one.collector} on {one.target}, {one.tool}"
    yield f"collected  {_time(one.collected_at)} by {one.collected_by}; holds for {days:g} days"
    yield f"asked      {', '.join(one.asked) or 'nothing'}"
    yield f"seen       {one.population} resources" + (f", object {one.object}" if one.object else "")
    if one.gap:
        yield f"gap        {one.gap}"
    if one.serves:
        yield f"serves     {', '.join(dict.fromkeys(serves.procedure for serves in one.serves))}"


def _time(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else "no time"
