"""The options that mean the same in every command."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """How an answer is given: for a person, or for a machine."""

    text = "text"
    json = "json"


class Language(StrEnum):
    en = "en"
    ja = "ja"


EnvironmentFile = Annotated[
    Path, typer.Option("--environment", "-e", help="The environment's file.", metavar="FILE", show_default=True)
]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="text for a person, json for a machine.")]
LanguageOption = Annotated[Language, typer.Option("--lang", help="The language of titles and reports.")]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", help="Write the answer to this file.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no hints.")]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do it without asking.")]
NoInputOption = Annotated[bool, typer.Option("--no-input", help="Never ask; fail where an answer would be needed.")]
ENVIRONMENT_FILE = Path("environment.yaml")
