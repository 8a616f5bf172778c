"""Coverage is derived: it changes when the catalogue does, and every sum is that of its parts."""

from __future__ import annotations

import msgspec
import pytest

from pcicloud import catalog
from pcicloud.coverage import Count, coverage

CATALOG = catalog.load()
FOUND = coverage(CATALOG)


def test_the_chapters_sum_up_to_the_whole() -> None:
    counts = FOUND.by_chapter.values()
    assert sum(count.requirements for count in counts) == FOUND.requirements_total == 280
    assert sum(count.testing_procedures for count in counts) == FOUND.testing_procedures_total == 512
    assert sum(count.automated for count in counts) == FOUND.automated
    assert FOUND.automated + FOUND.evidence_only + FOUND.person_only == 280


@pytest.mark.parametrize(
    ("saq", "count"),
    [("A", 27), ("A-EP", 139), ("B", 28), ("B-IP", 51), ("C-VT", 54), ("C", 123), ("P2PE", 22), ("SPoC", 23),
     ("D-Merchant", 234), ("D-SP", 260)],
)  # fmt: skip
def test_each_questionnaire_holds_as_many_requirements_as_the_councils(saq: str, count: int) -> None:
    assert FOUND.by_saq[saq].requirements == count


def test_the_private_model_is_seen_by_host_checks_only() -> None:
    private, aws = FOUND.models["private"].seen, FOUND.models["aws"].seen
    assert private.automated == FOUND.by_model["host"]
    assert aws.automated == FOUND.automated
    assert private.requirements == aws.requirements == 280


@pytest.mark.parametrize("model", ["private", "aws"])
def test_the_parties_share_all_requirements_between_them(model: str) -> None:
    duty = FOUND.models[model].responsibility
    assert duty.customer + duty.shared + duty.provider == 280
    assert duty.remains_for_customer == duty.customer + duty.shared
    assert 0 < duty.testing_procedures_remaining <= 512


def test_a_check_that_goes_is_missed() -> None:
    bare = tuple(msgspec.structs.replace(r, checks=(), collectors=()) for r in CATALOG.requirements)
    found = coverage(msgspec.structs.replace(CATALOG, requirements=bare))
    assert (found.automated, found.evidence_only, found.person_only, found.checks_total) == (0, 0, 280, 0)
    assert all(count == Count(requirements=count.requirements, automated=0, evidence_only=0, person_only=count.requirements, testing_procedures=count.testing_procedures, testing_procedures_automated=0) for count in found.by_chapter.values())  # fmt: skip
