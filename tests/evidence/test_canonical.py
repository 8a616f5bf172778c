from __future__ import annotations

import json
import math
from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcicloud.canonical import canonical, digest

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
    max_leaves=25,
)


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    zeta: int
    alpha: str


@given(json_values)
def test_what_json_reads_back_is_the_same_value_and_has_the_same_form(value: object) -> None:
    assert json.loads(canonical(value)) == value
    assert canonical(json.loads(canonical(value))) == canonical(value)


@given(json_values)
def test_a_form_has_no_newline_so_that_it_fits_on_a_line_of_the_log(value: object) -> None:
    assert b"\n" not in canonical(value)


@given(st.dictionaries(st.text(), st.integers(), min_size=2))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    assert canonical(dict(reversed(value.items()))) == canonical(value)


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ({"b": 1, "a": [1.0, None, True]}, '{"a":[1.0,null,true],"b":1}'),
        (Pair(zeta=1, alpha="決済"), '{"alpha":"決済","zeta":1}'),
        ({"t": datetime(2026, 11, 23, 9, tzinfo=timezone(timedelta(hours=9)))}, '{"t":"2026-11-23T00:00:00Z"}'),
        ({"t": datetime(2026, 11, 23, 0, 0, 0, 5, tzinfo=UTC)}, '{"t":"2026-11-23T00:00:00.000005Z"}'),
        ({"key": b"\x00\xff"}, '{"key":"AP8="}'),
        ({10: "a", 9: "b"}, '{"10":"a","9":"b"}'),
        (2**70, "1180591620717411303424"),
    ],
)
def test_known_values_have_known_forms(value: object, form: str) -> None:
    assert canonical(value).decode() == form


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, datetime(2026, 11, 23), "\ud800"])  # noqa: DTZ001
def test_what_json_cannot_say_is_refused_and_not_altered(value: object) -> None:
    with pytest.raises(ValueError):
        canonical([value])


def test_digest_is_sha_256_in_hex() -> None:
    assert digest(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
