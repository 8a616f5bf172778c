"""The catalogue is the standard's set of ids and flags, neither more nor less, with texts in both languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pcicloud import catalog, discover, linking
from pcicloud.errors import DefinitionError, UsageError

FACTS = json.loads((Path(__file__).parent.parent / "facts" / "pci_dss_4_0_1_ids.json").read_text())
WANTED: dict[str, Any] = {item["id"]: item for item in FACTS["items"] if item["level"] == "requirement"}
CATALOG = catalog.load()
JAPANESE = ("\u3040", "\u9fff")


def test_the_requirements_are_those_of_the_standard() -> None:
    assert {r.id for r in CATALOG.requirements} == set(WANTED)
    assert len(CATALOG.requirements) == FACTS["counts"]["requirements_total"] == 280


def test_the_testing_procedures_are_those_of_the_standard() -> None:
    assert {r.id: [p.id for p in r.procedures] for r in CATALOG.requirements} == {
        id_: item["testing_procedures"] for id_, item in WANTED.items()
    }
    assert sum(len(r.procedures) for r in CATALOG.requirements) == 512


def test_the_flags_are_those_of_the_standard() -> None:
    for requirement in CATALOG.requirements:
        item = WANTED[requirement.id]
        assert requirement.customized_approach == item["customized_approach_available"], requirement.id
        assert requirement.targeted_risk_analysis == item["targeted_risk_analysis_12_3_1"], requirement.id
        assert requirement.superseded_by == item.get("superseded_by_after_2025_03_31"), requirement.id
        assert (requirement.effective == "2025-03-31") == item["future_dated_until_2025_03_31"], requirement.id
        assert list(requirement.saqs) == item["saq"], requirement.id
        limits = {None: {"all", "designated_entities"}}.get(
            item.get("audience_limit"), {f"{item.get('audience_limit')}s"}
        )
        assert requirement.audience in limits, requirement.id


def test_only_the_designated_entities_appendix_is_asked_of_designated_entities() -> None:
    assert all(r.id.startswith("A3.") == (r.audience == "designated_entities") for r in CATALOG.requirements)


def test_titles_are_there_in_both_languages_and_unlike_each_other() -> None:
    for language in ("en", "ja"):
        titles = [getattr(r.title, language) for r in CATALOG.requirements]
        assert len(set(titles)) == 280
    for requirement in CATALOG.requirements:
        assert 15 <= len(requirement.title.en) <= 80, requirement.id
        assert requirement.title.en.isascii() or "’" in requirement.title.en, requirement.id
        assert any(JAPANESE[0] <= letter <= JAPANESE[1] for letter in requirement.title.ja), requirement.id
        assert any(JAPANESE[0] <= letter <= JAPANESE[1] for letter in requirement.asks.ja), requirement.id


def test_every_section_and_principal_requirement_has_a_title() -> None:
    wanted = [item["id"] for item in FACTS["items"] if item["level"] != "requirement"]
    assert sorted(section.id for section in CATALOG.sections) == sorted(wanted)
    assert {r.section for r in CATALOG.requirements} <= {section.id for section in CATALOG.sections}


def test_the_order_is_the_standards() -> None:
    ids = [r.id for r in CATALOG.requirements]
    assert ids == sorted(ids, key=catalog.order)
    assert ids.index("12.10.1") > ids.index("12.9.2")
    assert ids[0] == "1.1.1"
    assert ids[-1].startswith("A3.")


def test_every_check_that_a_requirement_names_exists_and_gets_its_params() -> None:
    jobs = linking.jobs(CATALOG.requirements)
    linking.collectors(jobs, CATALOG.requirements)
    linking.serves(CATALOG.requirements)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"params": {"length_min": "twelve"}}, "length_min: Expected `int`, got `str`"),
        ({"params": {}}, "aws.iam_password_length takes length_min, not none"),
        ({"params": {"length_min": 12}, "answers": ("8.3.7",)}, "8.3.7 is no testing procedure of 8.3.6"),
        ({"params": {"length_min": 12}, "uses": "aws.no_such_check"}, "no_such_check"),
    ],
)
def test_a_use_that_fits_no_check_is_an_error_that_names_it(given: dict[str, Any], says: str) -> None:
    requirement = CATALOG.requirement("8.3.6")
    use = msgspec.structs.replace(requirement.checks[0], **given)
    with pytest.raises(DefinitionError) as error:
        linking.jobs((msgspec.structs.replace(requirement, checks=(use,)),))
    assert says in error.value.what


def test_every_check_serves_a_requirement() -> None:
    used = {use.uses for requirement in CATALOG.requirements for use in requirement.checks}
    assert set(discover.all_ids("checks")) == used


def test_an_unknown_requirement_is_an_error_that_names_near_ones() -> None:
    with pytest.raises(UsageError) as error:
        CATALOG.requirement("8.3")
    assert "8.3.1" in error.value.hint


@pytest.fixture
def controls(tmp_path: Path) -> Path:
    folder = tmp_path / "controls"
    (folder / catalog.FOLDER).mkdir(parents=True)
    source = catalog.resources.folder("controls")
    for name in catalog.BESIDE:
        (folder / f"{name}.yaml").write_bytes((source / f"{name}.yaml").read_bytes())
    for name in ("8.3.6", "8.3.7"):
        (folder / catalog.FOLDER / f"{name}.yaml").write_bytes((source / catalog.FOLDER / f"{name}.yaml").read_bytes())
    return folder


@pytest.mark.parametrize(
    ("old", "new", "says", "below"),
    [
        ("audience: all", "audience: everyone", ": audience: Invalid enum value 'everyone'", 0),
        ("audience: all", "audiences: all", ": there is no such key as `audiences`", 0),
        ("audience: all", "audience: all\naudience: all", ": the key audience stands here a second time", 1),
        ("  ja: ", "  de: ", ": title: there is no such key as `de`", 0),
        ("milestone: 2", "milestone: two", ": milestone: Expected `int | null`, got `str`", 0),
        ("{length_min_legacy}", "{length}", ": there is no figure {length}", None),
        ("length_min: 12 characters", "length_min: 12", ": '12' is no figure with a unit such as `12 months`", 0),
        ('"{length_min}"', '"{length_min_legacy} "', ": aws.iam_password_length: length_min: Expected `int`", None),
        ('id: "8.3.6"', 'id: "8.3.7"', "its id is 8.3.7", None),
        ("audience: all", "audience: [all", "this is not YAML", None),
        ('section: "8.3"', 'section: "8.9"', ":2: section: sections.yaml has no section 8.9", None),
        ('section: "8.3"', "", ":1: a required key is missing: `section`", None),
    ],
)
def test_a_wrong_control_is_an_error_with_file_and_line(
    controls: Path, old: str, new: str, says: str, below: int | None
) -> None:
    path = controls / catalog.FOLDER / "8.3.6.yaml"
    text = path.read_text()
    line = text.partition(old)[0].count("\n") + 1
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(DefinitionError) as error:
        linking.jobs(catalog.load(controls).requirements)
    assert str(path.name) in error.value.what
    assert says in error.value.what
    assert below is None or f":{line + below}{says}" in error.value.what


def test_a_second_load_of_the_same_files_is_the_same_catalogue(controls: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(controls.parent / "cache"))
    first = catalog.load(controls)
    catalog.load.cache_clear()
    assert catalog.load(controls) == first
    assert list((controls.parent / "cache" / "pcicloud").iterdir())
