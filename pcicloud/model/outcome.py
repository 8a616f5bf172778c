"""What a check says of one resource: a verdict and its reason."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec

Json = Any


class Verdict(StrEnum):
    PASS = "pass"  # noqa: S105 a verdict, no password
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class Outcome(msgspec.Struct, frozen=True):
    """A verdict and, in one plain sentence, why."""

    verdict: Verdict
    reason: str


def passed(reason: str) -> Outcome:
    return Outcome(Verdict.PASS, reason)


def failed(reason: str) -> Outcome:
    return Outcome(Verdict.FAIL, reason)


def unknown(reason: str) -> Outcome:
    return Outcome(Verdict.UNKNOWN, reason)


def not_applicable(reason: str) -> Outcome:
    return Outcome(Verdict.NOT_APPLICABLE, reason)
