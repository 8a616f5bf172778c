"""`pcicloud check`: judge what was collected."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pcicloud.cli import say
from pcicloud.cli.options import ENVIRONMENT_FILE, EnvironmentFile, Language, LanguageOption, OutputOption, QuietOption

if TYPE_CHECKING:
    from pcicloud.model.assessment import Assessment

NAME = "check"


def command(
    environment: EnvironmentFile = ENVIRONMENT_FILE,
    bundle: Annotated[Path | None, typer.Option("--bundle", help="Judge this bundle, at its own moment.")] = None,
    run: Annotated[str | None, typer.Option("--run", help="Judge this run instead of the newest.")] = None,
    as_of: Annotated[datetime | None, typer.Option("--as-of", help="Judge as of this UTC time instead of now.")] = None,
    format_: Annotated[str, typer.Option("--format", "-f", help="text, json, sarif, junit or html.")] = "text",
    lang: LanguageOption = Language.en,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Judge the newest evidence: all 280 requirements, each with a status and a reason.

    Needs no network and no credentials. Exit code 0: nothing failed and all was seen; 1: a check failed;
    3: something could not be seen.

    Example: pcicloud check --format sarif --output pcicloud.sarif
    """
    from pcicloud.render import form, terminal

    renderer = form(format_)
    assessment = judged(environment, bundle=bundle, run=run, as_of=as_of)
    if format_ == "text" and output is None:
        terminal.show(assessment, language=lang.value, stream=sys.stdout)
    else:
        say.answer(renderer.render(assessment, language=lang.value), output)
    if output:
        say.talk(f"wrote {output}", quiet=quiet)
    code = exit_code(assessment)
    if code:
        raise typer.Exit(code)


def judged(
    file: Path, *, bundle: Path | None = None, run: str | None = None, as_of: datetime | None = None
) -> Assessment:
    """The assessment of a bundle at its own moment, or of the environment's newest run as of now."""
    from datetime import UTC

    from pcicloud import catalog, workspace
    from pcicloud.evidence.bundle import open_bundle
    from pcicloud.evidence.store import Store
    from pcicloud.judge import judge

    moment = as_of.replace(tzinfo=as_of.tzinfo or UTC) if as_of else None
    if bundle:
        reading = open_bundle(bundle)
        assessment, _ = judge(catalog.load(), reading, as_of=moment or reading.manifest.as_of, run=run)
        return assessment
    with Store.open(workspace.evidence_there(file)) as store:
        assessment, _ = judge(catalog.load(), store, as_of=moment or datetime.now(UTC), run=run)
    return assessment


def exit_code(assessment: Assessment) -> int:
    """1 where a requirement is not met, else 3 where one is unknown, else 0."""
    if assessment.summary["not_met"]:
        return 1
    return 3 if assessment.summary["unknown"] else 0
