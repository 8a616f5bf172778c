"""The published JSON Schemas are those of the types, documents keep to them, and no document is without one."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import pcicloud
from pcicloud import resources
from pcicloud.model.assessment import Assessment
from pcicloud.render.document import render
from pcicloud.render.schemas import files

FOLDER = resources.folder("reports") / "schemas"
SAYS_SCHEMA = re.compile(r'schema: str = "(pcicloud\.\w+/\d+)"')


def test_the_files_are_those_that_the_types_give() -> None:
    assert {path.name: path.read_bytes() for path in FOLDER.iterdir()} == files(), "python -m pcicloud.render.schemas"


def test_every_document_that_the_code_writes_has_a_schema() -> None:
    code = "\n".join(path.read_text() for path in Path(pcicloud.__path__[0]).rglob("*.py"))
    assert {f"{name.replace('/', '-')}.json" for name in SAYS_SCHEMA.findall(code)} == set(files())


@pytest.mark.parametrize("name", sorted(files()))
def test_each_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(json.loads(files()[name]))


def validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(files()["pcicloud.assessment-1.json"]))


def test_an_assessment_keeps_to_its_schema(assessment: Assessment) -> None:
    document = json.loads(render(assessment, language="en"))
    assert [error.message for error in validator().iter_errors(document)] == []


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "pcicloud.assessment/2"},
        {"requirements": [{"id": "8.3.6"}]},
        {"as_of": 1},
        {"summary": {"met": "many"}},
    ],
)
def test_a_wrong_assessment_does_not(assessment: Assessment, change: dict[str, Any]) -> None:
    document = {**json.loads(render(assessment, language="en")), **change}
    assert list(validator().iter_errors(document))


def test_an_assessment_without_its_schema_does_not_either(assessment: Assessment) -> None:
    document = json.loads(render(assessment, language="en"))
    del document["schema"]
    assert [error.message for error in validator().iter_errors(document)] == ["'schema' is a required property"]
