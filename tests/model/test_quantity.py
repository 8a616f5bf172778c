"""A figure is read with its unit, said in both languages, and counted in other units."""

from __future__ import annotations

import pytest

from pcicloud.model.quantity import UNITS, quantity


@pytest.mark.parametrize(
    ("text", "en", "ja"),
    [
        ("12 months", "12 months", "12 か月"),
        ("1 month", "1 month", "1 か月"),
        ("10 attempts", "10 attempts", "10 回"),
        ("12 characters", "12 characters", "12 文字"),
        ("1 person", "1 person", "1 人"),
        ("4 passwords", "4 passwords", "4 世代"),
    ],
)
def test_a_figure_is_said_in_both_languages(text: str, en: str, ja: str) -> None:
    assert (quantity(text).en, quantity(text).ja) == (en, ja)


@pytest.mark.parametrize(
    "text", ["", "12", "months", "twelve months", "12months", "12 weeks", "-1 days", "1.5 years", "12 months "]
)
def test_what_is_no_figure_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="is no figure with a unit"):
        quantity(text)


@pytest.mark.parametrize(
    ("text", "unit", "count"),
    [
        ("30 minutes", "seconds", 1800),
        ("15 minutes", "minutes", 15),
        ("12 months", "days", 365),
        ("1 year", "days", 365),
        ("6 months", "days", 182),
        ("3 months", "days", 91),
        ("1 month", "days", 30),
        ("1 day", "hours", 24),
        ("90 minutes", "hours", 1),
    ],
)
def test_a_time_is_counted_in_another_unit(text: str, unit: str, count: int) -> None:
    assert quantity(text).counted_in(unit) == count


@pytest.mark.parametrize(("text", "unit"), [("12 characters", "days"), ("3 months", "characters"), ("1 day", "months")])
def test_what_does_not_measure_the_same_is_an_error(text: str, unit: str) -> None:
    with pytest.raises(ValueError, match="can't be counted in"):
        quantity(text).counted_in(unit)


def test_no_two_units_share_a_name() -> None:
    names = [name for one, more, _ in UNITS.values() for name in {one, more}]
    assert len(names) == len(set(names))
