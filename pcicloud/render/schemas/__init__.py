"""JSON Schemas of the documents that pcicloud writes, made from the types that they are written from."""

from __future__ import annotations

import importlib
import inspect
from typing import Any

import msgspec

#: The type of each document, by its full name: a new document is a new line.
DOCUMENTS = (
    "pcicloud.coverage.Coverage",
    "pcicloud.crosswalk.Crossed",
    "pcicloud.crosswalk.CrosswalkTable",
    "pcicloud.evidence.verified.Verified",
    "pcicloud.export.json.CatalogueDocument",
    "pcicloud.model.assessment.Assessment",
    "pcicloud.model.documents.CheckExplained",
    "pcicloud.model.documents.Collected",
    "pcicloud.model.documents.EmulatorState",
    "pcicloud.model.documents.EvidenceList",
    "pcicloud.model.documents.EvidenceShown",
    "pcicloud.model.documents.ReportWritten",
    "pcicloud.model.documents.RequirementList",
    "pcicloud.model.documents.RequirementShown",
    "pcicloud.model.documents.RunList",
    "pcicloud.model.documents.UnitList",
    "pcicloud.model.plan.Applied",
    "pcicloud.model.plan.Destroyed",
    "pcicloud.model.plan.Destruction",
    "pcicloud.model.plan.Drift",
    "pcicloud.model.plan.Plan",
    "pcicloud.model.plan.Status",
    "pcicloud.model.run.RunBegin",
    "pcicloud.model.run.RunEnd",
    "pcicloud.model.sighting.Evidence",
    "pcicloud.model.sighting.Sighting",
    "pcicloud.search.Found",
    "pcicloud.why.Chain",
)
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def files() -> dict[str, bytes]:
    """The schema of each document by its file name: `pcicloud.assessment-1.json` for `pcicloud.assessment/1`."""
    return dict(_file(type_) for type_ in DOCUMENTS)


def of(type_: type[msgspec.Struct], name: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a document: further keys are allowed, and `schema` must be its name."""
    _, parts = msgspec.json.schema_components([type_])
    for part in parts.values():
        part["description"] = inspect.cleandoc(part.get("description", ""))
    top = parts.pop(type_.__name__)
    top["properties"]["schema"] = {"const": name}
    top["required"] = ["schema", *top["required"]]
    urn = f"urn:{name.replace('.', ':').replace('/', ':')}"
    return {"$schema": DIALECT, "$id": urn, **top, "$defs": dict(sorted(parts.items()))}


def _file(full_name: str) -> tuple[str, bytes]:
    module, _, type_name = full_name.rpartition(".")
    type_: type[msgspec.Struct] = getattr(importlib.import_module(module), type_name)
    name = next(field.default for field in msgspec.structs.fields(type_) if field.name == "schema")
    text = msgspec.json.format(msgspec.json.encode(of(type_, name)), indent=2)
    return f"{name.replace('/', '-')}.json", text + b"\n"
