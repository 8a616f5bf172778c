"""A requirement as its file in controls/ says it."""

from __future__ import annotations

from typing import Literal

import msgspec

from pcicloud.model.assessment import Text
from pcicloud.model.quantity import Quantity, quantity

Audience = Literal["all", "service_providers", "issuers", "multi_tenant_service_providers", "designated_entities"]
Kind = Literal[
    "document", "interview", "observation", "configuration", "access_list", "record", "test_result", "diagram",
    "risk_analysis", "training", "agreement", "system_material",
]  # fmt: skip
Method = Literal["examine", "interview", "observe", "test"]
Party = Literal["customer", "provider", "shared"]
Interval = Literal["1 day", "7 days", "30 days", "90 days", "1 month", "3 months", "6 months", "12 months"]
Saq = Literal["A", "A-EP", "B", "B-IP", "C-VT", "C", "P2PE", "SPoC", "D-Merchant", "D-SP"]
Param = str | int | bool | list[str]

METHODS: dict[str, Method] = {"interview": "interview", "observation": "observe"}
#: How old evidence may be when the assessor sees it, in months, where a file says nothing else. The standard names no
#: figure for most: what is reviewed each year and what tells of a past year hold a year, what shows a state of today
#: three months.
AGE_MAX_MONTHS = {
    "document": 12, "diagram": 12, "training": 12, "agreement": 12, "risk_analysis": 12, "test_result": 12,
    "record": 12, "interview": 3, "observation": 3, "configuration": 3, "access_list": 3, "system_material": 3,
}  # fmt: skip
TIMES_PER_YEAR = {
    "1 day": 365, "7 days": 52, "30 days": 12, "90 days": 4, "1 month": 12, "3 months": 4, "6 months": 2,
    "12 months": 1,
}  # fmt: skip
#: The longest time between two, by the standard's table of timeframes: three months are 90 to 92 days, six 180 to 184.
DAYS_MAX = {
    "1 day": 1, "7 days": 7, "30 days": 30, "90 days": 90, "1 month": 31, "3 months": 92, "6 months": 184,
    "12 months": 366,
}  # fmt: skip


class CheckUse(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A check that serves the requirement: its params, and which testing procedures it answers.

    `sufficient`: where it passes it shows all that the procedures it answers ask of its family's part (the AWS
    account, the hosts). Any other pass only indicates, and a person confirms.
    """

    uses: str
    answers: tuple[str, ...]
    params: dict[str, Param] = {}
    sufficient: bool = False

    @property
    def family(self) -> str:
        """Where the check looks: `aws` or `host`."""
        return self.uses.partition(".")[0]


class CollectorUse(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Evidence that serves the requirement although no check judges it."""

    uses: str
    answers: tuple[str, ...]


class WantedEvidence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What answers a testing procedure: the thing, where it comes from, and of which population.

    `sample`: the assessor picks from the population (`drawn`) or sees each (`all`). `period` is the span that it must
    cover, `age_max` how old it may be when it is seen: figures with a unit, such as `12 months`.
    """

    kind: Kind
    what: Text
    source: Text
    population: Text | None = None
    sample: Literal["drawn", "all"] | None = None
    period: str | None = None
    age_max: str | None = None
    method: Literal["test"] | None = None

    @property
    def seen_by(self) -> Method:
        """The assessor's method. The standard knows three; `test` is where somebody tries the thing out."""
        return self.method or METHODS.get(self.kind, "examine")

    @property
    def oldest(self) -> Quantity:
        """How old it may be when the assessor sees it."""
        return quantity(self.age_max) if self.age_max else Quantity(AGE_MAX_MONTHS[self.kind], "months")


class Procedure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A testing procedure: what the assessor does, and the evidence that answers it."""

    id: str
    does: Text
    evidence: tuple[WantedEvidence, ...]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of evidence that the assessor's reporting template asks for."""
        return tuple(dict.fromkeys(one.kind for one in self.evidence))

    @property
    def methods(self) -> tuple[Method, ...]:
        """How the assessor sees the evidence: each method once."""
        return tuple(dict.fromkeys(one.seen_by for one in self.evidence))


class Frequency(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When it is due: at an interval, `within` a time after an event, on change; and how long its records are kept.

    An interval that the entity sets by a targeted risk analysis (12.3.1) is the requirement's flag, not a figure here.
    """

    every: Interval | None = None
    within: str | None = None
    keep: str | None = None
    on_change: bool = False
    event: Text | None = None


class ModelTexts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One text for each model of environment."""

    private: Text
    aws: Text


class Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question that engineers ask, and its answer."""

    q: Text
    a: Text


class Responsibility(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who answers for it: what the provider does, and what remains for the customer."""

    who: Party
    provider: Text | None = None
    customer: Text | None = None


class Responsibilities(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The responsibility in each model of environment."""

    private: Responsibility
    aws: Responsibility


class Person(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person must still show, and why no machine can."""

    shows: Text
    because: Text


class Requirement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of the 280 requirements of PCI DSS v4.0.1, in own words. Ids are the standard's.

    `numbers` holds each figure of the standard in it by name, `later` what only counts since `effective` where
    `effective_scope` is `bullet`.
    """

    id: str
    section: str
    title: Text
    asks: Text
    why: Text
    numbers: dict[str, str] = {}
    frequency: Frequency | None = None
    audience: Audience
    effective: Literal["2024-03-31", "2025-03-31"]
    effective_scope: Literal["whole", "bullet"]
    later: Text | None = None
    superseded_by: str | None = None
    customized_approach: bool
    targeted_risk_analysis: bool
    milestone: int | None = None
    saqs: tuple[Saq, ...] = ()
    how: ModelTexts
    mistakes: tuple[Text, ...]
    faq: tuple[Question, ...]
    responsibility: Responsibilities
    person: Person | None = None
    procedures: tuple[Procedure, ...]
    checks: tuple[CheckUse, ...] = ()
    collectors: tuple[CollectorUse, ...] = ()
