"""A workbook: requirements, testing procedures, SAQs, crosswalk and glossary, each a sheet with filters."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

import xlsxwriter

from pcicloud.catalog import STANDARD, Catalog
from pcicloud.export import Language
from pcicloud.export._rows import Cell, asked, procedure_columns, requirement_columns, speaker
from pcicloud.render import _words as words
from pcicloud.wrapping import columns, wrapped

NAME = "xlsx"
WIDTHS = {"narrow": 12, "middle": 28, "wide": 60}
LONG, MIDDLE = 60, 14
LINE, HIGHEST = 15, 409  # points; no row of the format is higher
PAPER_A3 = 8


def export(catalogue: Catalog, *, language: Language) -> dict[str, bytes]:
    """One workbook. Every cell is a text or a number, never a formula."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties(
        {"title": f"pcicloud: {STANDARD}", "created": datetime.combine(catalogue.edition.edited, time())}
    )
    styles = {
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E7ECF3", "border": 1}),
        "cell": book.add_format({"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C8CED6"}),
    }
    for key, titles, rows in _sheets(catalogue, language):
        _sheet(book, styles, words.spoken(words.say(key), language), titles, rows)
    book.close()
    return {"catalogue.xlsx": file.getvalue()}


def _sheets(catalogue: Catalog, language: Language) -> Iterable[tuple[str, list[str], list[list[Cell]]]]:
    say, known = speaker(language), words.load()

    def labels(*keys: str) -> list[str]:
        return [words.spoken(words.say(key), language) for key in keys]

    requirements, procedures = requirement_columns(language), procedure_columns(language)
    every = catalogue.requirements
    yield "requirements", list(requirements), [[cell(r) for cell in requirements.values()] for r in every]
    yield "procedures", list(procedures), [[cell(one) for cell in procedures.values()] for one in asked(catalogue)]
    saqs: list[list[Cell]] = []
    for saq in catalogue.saqs:
        members = sum(saq.id in requirement.saqs for requirement in every)
        eligibility = "\n".join(say(one) for one in saq.eligibility)
        saqs.append([saq.id, say(saq.title), members, eligibility, say(saq.beware)])
    yield "saqs", labels("saq", "title_column", "requirements", "eligibility", "beware"), saqs
    crosswalk: list[list[Cell]] = [
        [", ".join(row.old), ", ".join(row.new), say(known.changes[row.change]), say(known.sources[row.source])]
        for row in catalogue.crosswalk
    ]
    yield "crosswalk", ["v3.2.1", "v4.0.1", *labels("change", "source")], crosswalk
    glossary: list[list[Cell]] = [
        [term.term.en, term.term.ja, term.short or "", say(term.meaning)] for term in catalogue.glossary
    ]
    yield "glossary", labels("term_en", "term_ja", "short", "meaning"), glossary


def _sheet(book: Any, styles: dict[str, Any], title: str, titles: list[str], rows: list[list[Cell]]) -> None:
    sheet = book.add_worksheet(title)
    widths = [_width([row[column] for row in rows]) for column in range(len(titles))]
    for column, (name, width) in enumerate(zip(titles, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, styles["head"])
    sheet.set_row(0, _height(titles, widths))
    for number, row in enumerate(rows, 1):
        sheet.set_row(number, _height(row, widths))
        for column, cell in enumerate(row):
            write = sheet.write_number if isinstance(cell, int) else sheet.write_string
            write(number, column, cell, styles["cell"])
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(rows), len(titles) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(PAPER_A3)
    sheet.fit_to_pages(1, 0)


def _width(cells: list[Cell]) -> int:
    longest = max((columns(str(cell)) for cell in cells), default=0)
    return WIDTHS["wide" if longest > LONG else "middle" if longest > MIDDLE else "narrow"]


def _height(cells: Sequence[Cell], widths: list[int]) -> int:
    """Points. Not every program finds the height of wrapped cells by itself."""
    lines = (
        sum(max(len(wrapped(line, width - 1)), 1) for line in str(cell).split("\n"))
        for cell, width in zip(cells, widths, strict=True)
    )
    return min(LINE * max(lines), HIGHEST)
