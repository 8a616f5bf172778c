"""A figure with its unit, as the standard says it (`12 months`), in both languages and in other units."""

from __future__ import annotations

import re
from typing import NamedTuple

#: English for one, English for more, Japanese.
UNITS = {
    "characters": ("character", "characters", "文字"),
    "digits": ("digit", "digits", "桁"),
    "bits": ("bit", "bits", "ビット"),
    "attempts": ("attempt", "attempts", "回"),
    "times": ("time", "times", "回"),
    "passwords": ("password", "passwords", "世代"),
    "people": ("person", "people", "人"),
    "minutes": ("minute", "minutes", "分"),
    "hours": ("hour", "hours", "時間"),
    "days": ("day", "days", "日"),
    "months": ("month", "months", "か月"),
    "years": ("year", "years", "年"),
}
SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400}
FORM = re.compile(r"(\d{1,6}) ([a-z]+)")


class Quantity(NamedTuple):
    """A number of one of UNITS."""

    number: int
    unit: str

    @property
    def en(self) -> str:
        one, more, _ = UNITS[self.unit]
        return f"{self.number} {one if self.number == 1 else more}"

    @property
    def ja(self) -> str:
        return f"{self.number} {UNITS[self.unit][2]}"

    def as_interval(self, language: str) -> str:
        """The figure after "once every": a single one without its number in English (once every day)."""
        if language == "en" and self.number == 1:
            return UNITS[self.unit][0]
        return self.en if language == "en" else self.ja

    def counted_in(self, unit: str) -> int:
        """The number in another unit, rounded down; a year has 365 days, a month a twelfth of them.

        Raises ValueError where the units do not measure the same.
        """
        if unit == self.unit:
            return self.number
        seconds = _seconds(self)
        if seconds is None or unit not in SECONDS:
            raise ValueError(f"{self.unit} can't be counted in {unit}")
        return seconds // SECONDS[unit]


def quantity(text: str) -> Quantity:
    """`12 months` as a value. Raises ValueError where the text is no number and unit."""
    fits = FORM.fullmatch(text)
    if fits:
        for unit, (one, more, _) in UNITS.items():
            if fits[2] in (one, more):
                return Quantity(int(fits[1]), unit)
    raise ValueError(f"{text!r} is no figure with a unit such as `12 months`")


def _seconds(one: Quantity) -> int | None:
    if one.unit in ("months", "years"):
        months = one.number * (12 if one.unit == "years" else 1)
        return months * 365 // 12 * SECONDS["days"]
    return one.number * SECONDS[one.unit] if one.unit in SECONDS else None
