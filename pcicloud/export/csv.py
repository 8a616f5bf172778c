"""Two tables: requirements and testing procedures. UTF-8 with a mark, so that Excel reads the Japanese."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from pcicloud.catalog import Catalog
from pcicloud.export import Language
from pcicloud.export._rows import Cell, asked, procedure_columns, requirement_columns

NAME = "csv"


def export(catalogue: Catalog, *, language: Language) -> dict[str, bytes]:
    """`requirements.csv` and `testing_procedures.csv` (RFC 4180, a title line first)."""
    requirements, procedures = requirement_columns(language), procedure_columns(language)
    return {
        "requirements.csv": _table(
            requirements, ([cell(r) for cell in requirements.values()] for r in catalogue.requirements)
        ),
        "testing_procedures.csv": _table(
            procedures,
            ([cell(one) for cell in procedures.values()] for one in asked(catalogue)),
        ),
    }


def _table(titles: Iterable[str], rows: Iterable[list[Cell]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(titles)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")
