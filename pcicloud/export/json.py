"""The whole catalogue as one JSON document, both languages in it (`pcicloud.catalogue/1`)."""

from __future__ import annotations

import msgspec

from pcicloud.catalog import STANDARD, Catalog
from pcicloud.export import Language
from pcicloud.model.requirement import Requirement
from pcicloud.model.standard import CrosswalkRow, Edition, SaqType, Section, Term

NAME = "json"


class CatalogueDocument(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that controls/ says; `catalogue` is the SHA-256 of the files that it comes from."""

    schema: str = "pcicloud.catalogue/1"
    standard: str
    catalogue: str
    edition: Edition
    sections: tuple[Section, ...]
    requirements: tuple[Requirement, ...]
    saqs: tuple[SaqType, ...]
    crosswalk: tuple[CrosswalkRow, ...]
    glossary: tuple[Term, ...]


def export(catalogue: Catalog, *, language: Language) -> dict[str, bytes]:  # noqa: ARG001
    """One file; the language makes no difference."""
    document = CatalogueDocument(
        standard=STANDARD,
        catalogue=catalogue.digest,
        edition=catalogue.edition,
        sections=catalogue.sections,
        requirements=catalogue.requirements,
        saqs=catalogue.saqs,
        crosswalk=catalogue.crosswalk,
        glossary=catalogue.glossary,
    )
    return {"catalogue.json": msgspec.json.format(msgspec.json.encode(document, order="sorted"), indent=2) + b"\n"}
