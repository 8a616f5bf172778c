"""What controls/ says of the standard beside its requirements: editions, sections, SAQs, the crosswalk, the words."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from pcicloud.model.assessment import Text
from pcicloud.model.requirement import Saq


class Edition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The day when the council published the standard, and when this catalogue of it was last edited."""

    published: date
    edited: date


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A principal requirement (`8`), an appendix (`A1`) or a section (`8.3`), with its title in own words."""

    id: str
    title: Text


class SaqType(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A self-assessment questionnaire: who may use it. Each of `eligibility` must hold; `beware` is what goes wrong.

    Which requirements it holds, the requirements' files say.
    """

    id: Saq
    title: Text
    eligibility: tuple[Text, ...]
    beware: Text


class CrosswalkRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Requirements of v3.2.1 (`old`) and where v4.0.1 has them (`new`); no `old` is a new one, no `new` one that went.

    `source`: the council's Summary of Changes lists it, or it stands under another number only, and we say so.
    """

    old: tuple[str, ...]
    new: tuple[str, ...]
    change: Literal["evolving", "clarification", "structure", "none"]
    source: Literal["summary_of_changes", "pcicloud"]


class Term(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A word of the field: how we say it in both languages, what it means, and what we do not write in its place.

    `also` are other names that a search understands; `avoid` are wrong variants, which no text of ours holds.
    """

    id: str
    term: Text
    short: str | None = None
    meaning: Text
    also: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
