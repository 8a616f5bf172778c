"""The crosswalk holds every row of the Summary of Changes, reaches all 280, and answers in both directions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pcicloud import catalog
from pcicloud.crosswalk import crosswalk, whole
from pcicloud.errors import UsageError

CATALOG = catalog.load()
LISTED = json.loads((Path(__file__).parent.parent / "facts" / "crosswalk_3_2_1_to_4_0.json").read_text())["rows"]
#: Rows that the list has by a slip: a section as target, ids that v3.2.1 never had, a testing procedure.
LEFT_OUT = (["6.1", "6.2"], ["A2.1", "A2.1.1", "A2.1.2", "A2.1.3"], ["8.2.4.b"])
RENUMBERED = {"A3.3.1.2": "A3.3.1.1"}
OLD_PROCEDURES = {"3.2.a": "3.2", "3.2.b": "3.2"}


def test_every_listed_change_is_there() -> None:
    rows = {(row.old, row.new) for row in CATALOG.crosswalk if row.source == "summary_of_changes"}
    for row in LISTED:
        if row["v3_2_1"] not in LEFT_OUT:
            old = tuple(dict.fromkeys(OLD_PROCEDURES.get(id_, id_) for id_ in row["v3_2_1"]))
            assert (old, tuple(RENUMBERED.get(id_, id_) for id_ in row["v4_0"])) in rows


def test_every_requirement_of_today_comes_from_somewhere_and_none_is_invented() -> None:
    reached = {id_ for row in CATALOG.crosswalk for id_ in row.new}
    assert reached == {requirement.id for requirement in CATALOG.requirements}


def test_no_row_stands_twice() -> None:
    rows = [(row.old, row.new) for row in CATALOG.crosswalk]
    assert len(rows) == len(set(rows))
    assert all(row.old or row.new for row in CATALOG.crosswalk)


def test_an_id_of_both_versions_is_answered_for_both() -> None:
    found = crosswalk(CATALOG, "8.2.3")
    assert [target.id for crossing in found.from_old for target in crossing.new] == ["8.3.6"]
    assert [crossing.old for crossing in found.to_new] == [("8.5", "8.5.1")]


@pytest.mark.parametrize(
    ("old", "new"), [("3.4", "3.5.1"), ("12.3.10", "3.4.2"), ("8.3.1", "8.4.1"), ("1.1.2", "1.2.3")]
)
def test_well_known_moves(old: str, new: str) -> None:
    assert new in [target.id for crossing in crosswalk(CATALOG, old).from_old for target in crossing.new]


@pytest.mark.parametrize("id_", ["8.4.2", "12.3.1", "6.4.3"])
def test_what_is_new_has_no_old(id_: str) -> None:
    assert all(crossing.old == () for crossing in crosswalk(CATALOG, id_).to_new)


def test_an_id_of_neither_version_is_an_error_that_names_near_ones() -> None:
    with pytest.raises(UsageError) as error:
        crosswalk(CATALOG, "99.1")
    assert "neither" in error.value.what
    assert len(whole(CATALOG).rows) == len(CATALOG.crosswalk)
