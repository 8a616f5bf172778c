"""Figures fill texts and params; a placeholder that fits nothing is an error with its text."""

from __future__ import annotations

from typing import Any

import pytest

from pcicloud.filling import Unfillable, figures, filled

TREE: dict[str, Any] = {
    "numbers": {"attempts_max": "10 attempts", "lockout_min": "30 minutes"},
    "frequency": {"every": "3 months", "on_change": True},
    "asks": {"en": "After {attempts_max}:\n  locked for {lockout_min}.", "ja": "{attempts_max}で\n{lockout_min}ロックする。"},
    "faq": [{"q": {"en": "As in {8.2.8 idle_max}?", "ja": "{8.2.8 idle_max}か。"}}],
    "checks": [{"uses": "host.x", "params": {"attempts_max": "{attempts_max}", "seconds_min": "{lockout_min}", "names": ["{a}"]}}],
}  # fmt: skip
KNOWN = {"8.3.4": figures(TREE), "8.2.8": figures({"numbers": {"idle_max": "15 minutes"}})}


def test_a_text_says_the_figure_with_its_unit_in_one_line() -> None:
    made = filled(TREE, "8.3.4", KNOWN)
    assert made["asks"] == {"en": "After 10 attempts: locked for 30 minutes.", "ja": "10 回で30 分ロックする。"}
    assert made["faq"][0]["q"] == {"en": "As in 15 minutes?", "ja": "15 分か。"}


def test_a_param_is_a_whole_number_in_the_unit_of_its_name() -> None:
    made = filled(TREE, "8.3.4", KNOWN)
    assert made["checks"][0]["params"] == {"attempts_max": 10, "seconds_min": 1800, "names": ["{a}"]}


def test_an_interval_is_a_figure_as_well() -> None:
    assert figures(TREE)["every"].en == "3 months"
    assert set(figures(TREE)) == {"attempts_max", "lockout_min", "every"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"asks": {"en": "{no_such}", "ja": "x"}}, "there is no figure {no_such}"),
        ({"asks": {"en": "{9.9.9 x}", "ja": "x"}}, "there is no figure {9.9.9 x}"),
        ({"checks": [{"uses": "a", "params": {"days_max": "{attempts_max}"}}]}, "days_max: attempts can't be counted in days"),
        ({"checks": [{"uses": "a", "params": {"x": "{none}"}}]}, "there is no figure {none}"),
    ],
)  # fmt: skip
def test_a_placeholder_that_fits_nothing_is_an_error(change: dict[str, Any], says: str) -> None:
    with pytest.raises(Unfillable) as error:
        filled({**TREE, **change}, "8.3.4", KNOWN)
    assert str(error.value) == says


@pytest.mark.parametrize("numbers", [{"x": "12"}, {"x": 12}, {"x": "12 weeks"}])
def test_a_number_without_a_unit_is_an_error(numbers: dict[str, Any]) -> None:
    with pytest.raises(Unfillable, match="is no figure with a unit"):
        figures({"numbers": numbers})


@pytest.mark.parametrize("tree", [None, [], "text", {"numbers": 3}, {"checks": "x", "asks": None}, {"checks": [3]}])
def test_a_file_of_another_shape_is_left_for_its_reader_to_refuse(tree: Any) -> None:
    assert figures(tree) == {}
    assert filled(tree, "8.3.4", KNOWN) == tree
