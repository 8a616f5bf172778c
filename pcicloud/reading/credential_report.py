"""Reads the CSV text of IAM's credential report, whatever characters the names of users have."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from pcicloud.model.outcome import Json

NAMES = ("user", "arn")


def lines_of(content: str) -> Iterator[tuple[str, Json | None]]:
    """Each line as (ARN, its values by the report's own column names), or (its beginning, None) if it can't be read.

    A name may have a comma, in the ARN, too. Where it stands there without quotes the line has too many values, and is
    mended if it can be told for sure which of them are the name. Source: AWS IAM User Guide, "IAM identifiers".
    """
    rows = csv.reader(io.StringIO(content, newline=""))
    columns = next(rows, [])
    for row in rows:
        values = _in_columns(row, columns)
        if values:
            yield values["arn"], values
        elif row:
            yield f"line {','.join(row[:2])[:100]}", None


def _in_columns(row: list[str], columns: list[str]) -> Json | None:
    surplus = len(row) - len(columns)
    if surplus < 0 or surplus % len(NAMES) or tuple(columns[:2]) != NAMES:
        return None
    pieces = 1 + surplus // len(NAMES)
    user, arn = ",".join(row[:pieces]), ",".join(row[pieces : 2 * pieces])
    if surplus and arn.rpartition("/")[2] != user:
        return None
    return dict(zip(columns, [user, arn, *row[2 * pieces :]], strict=True))
