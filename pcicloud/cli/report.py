"""`pcicloud report`: everything an assessor needs of a run, in one folder that proves itself."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from pcicloud.cli import say
from pcicloud.cli.options import (
    ENVIRONMENT_FILE,
    EnvironmentFile,
    Format,
    FormatOption,
    Language,
    LanguageOption,
    QuietOption,
)

NAME = "report"


def command(
    environment: EnvironmentFile = ENVIRONMENT_FILE,
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder to make.")] = Path("report"),
    run: Annotated[str | None, typer.Option("--run", help="Report this run instead of the newest whole one.")] = None,
    as_of: Annotated[datetime | None, typer.Option("--as-of", help="Judge as of this UTC time instead of now.")] = None,
    lang: LanguageOption = Language.en,
    format_: FormatOption = Format.text,
    quiet: QuietOption = False,
) -> None:
    """Write the evidence bundle and the reports of a run into one new folder, signed.

    Anybody can verify it, and judge it again to the same bytes, without network or credentials.

    Example: pcicloud report --output ./bundle-2026-q4
    """
    from pcicloud import catalog, workspace
    from pcicloud.cli.check import note_exceptions_of, note_shortcomings
    from pcicloud.evidence.export import export
    from pcicloud.evidence.store import Store
    from pcicloud.judge import judge
    from pcicloud.model.documents import ReportWritten
    from pcicloud.render import forms

    moment = (as_of.replace(tzinfo=as_of.tzinfo or UTC) if as_of else datetime.now(UTC)).replace(microsecond=0)
    place = workspace.evidence_there(environment)
    with say.progress("Writing", quiet=quiet) as step, Store.open(place, write=True) as store:
        note_shortcomings(store, run, environment)
        note_exceptions_of(store, run, moment)
        assessment, _ = judge(catalog.load(), store, as_of=moment, run=run)
        files: dict[str, bytes] = {}
        known = forms()
        for done, form in enumerate(known.values()):
            step(done, len(known), form.NAME)
            files[form.FILE] = form.render(assessment, language=lang.value)
        export(store, assessment.run, output, files, as_of=moment, tool=assessment.tool)
        vkey = store.vkey
    made = tuple(sorted(str(path.relative_to(output)) for path in output.iterdir()))
    if format_ is Format.json:
        say.answer_json(ReportWritten(folder=str(output), run=assessment.run, as_of=moment, entries=made))
        return
    say.answer("\n".join([f"{output}/", *(f"  {name}" for name in made)]))
    say.next_step(say.typed("evidence", "verify", output, "--vkey", vkey), quiet=quiet)
    say.talk("Tell the assessor this key by another way than the bundle.", quiet=quiet)
