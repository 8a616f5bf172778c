"""Placeholders are filled as far as their values are known."""

from __future__ import annotations

from typing import Any

import pytest

from pcicloud.errors import DefinitionError
from pcicloud.provision.placeholders import UNKNOWN, as_text, fill, has_unknown, lookup_of, stack_outputs_in

LOOKUP = lookup_of({"environment.name": "shop", "parameters.days": 400}, {"keys": {"KeyArn": "arn:k"}}, where="file")


@pytest.mark.parametrize(
    ("value", "filled"),
    [
        ("plain", "plain"),
        ("${environment.name}", "shop"),
        ("${parameters.days}", 400),
        ("${parameters.days} days", "400 days"),
        ("${stacks.keys.KeyArn}", "arn:k"),
        ("${stacks.keys.Later}", UNKNOWN),
        ("${stacks.network.VpcId}", UNKNOWN),
        ("${environment.name}-${stacks.network.VpcId}", UNKNOWN),
        (["${environment.name}", {"a": "${stacks.network.VpcId}"}], ["shop", {"a": UNKNOWN}]),
        (True, True),
    ],
)
def test_fill(value: Any, filled: Any) -> None:
    assert fill(value, LOOKUP) == filled


def test_a_name_that_nobody_knows_is_an_error_with_the_file() -> None:
    with pytest.raises(DefinitionError, match=r"file: there is no value for \$\{parameters.weeks\}"):
        fill("${parameters.weeks}", LOOKUP)


def test_an_unknown_value_is_found_at_any_depth() -> None:
    assert has_unknown({"a": [{"b": UNKNOWN}]})
    assert not has_unknown({"a": [{"b": None}]})


def test_references_to_stacks_are_found() -> None:
    assert list(stack_outputs_in({"a": ["${stacks.x.Y}", "${environment.name}"]})) == [("x", "Y")]


def test_values_are_written_as_cloudformation_reads_them() -> None:
    assert [as_text(value) for value in (True, 14, ["a", 1])] == ["true", "14", "a,1"]
