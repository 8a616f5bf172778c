"""`pcicloud evidence`: what was kept, and the proof that it is unaltered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pcicloud.cli import say
from pcicloud.cli.options import ENVIRONMENT_FILE, EnvironmentFile, Format, FormatOption, OutputOption

if TYPE_CHECKING:
    from pcicloud.evidence.reading import Reading

NAME = "evidence"
app = typer.Typer(help="What was seen, kept unaltered, dated and hashed.", no_args_is_help=True)
BundleOption = Annotated[Path | None, typer.Option("--bundle", help="Read this bundle instead.")]


@app.command("list")
def list_(
    environment: EnvironmentFile = ENVIRONMENT_FILE,
    bundle: BundleOption = None,
    run: Annotated[str | None, typer.Option("--run", help="This run instead of the newest.")] = None,
    runs: Annotated[bool, typer.Option("--runs", help="List the runs instead.")] = False,
    format_: FormatOption = Format.text,
    output: OutputOption = None,
) -> None:
    """List the evidence of a run, a line for each collector and target.

    Example: pcicloud evidence list
    """
    from pcicloud.judge import find_run

    with _reading(environment, bundle) as reading:
        if runs:
            rows: list[dict[str, Any]] = [
                {
                    "run": record.begin.run,
                    "started_at": record.begin.started_at,
                    "ended_at": record.end.ended_at if record.end else None,
                    "planned": len(record.begin.planned),
                }
                for record in reading.runs()
            ]
        else:
            wanted = find_run(reading, run).begin.run
            rows = [{"id": line.id, **body} for line, body in reading.lines("pcicloud.evidence/1", run=wanted)]
    if format_ is Format.json:
        say.answer_json(rows, output)
        return
    if runs:
        text = [f"{row['run']}  {row['planned']} questions, {row['ended_at'] or 'cut off'}" for row in rows]
    else:
        text = [
            f"{row['id'][:12]}  {row['collected_at'][:19]}Z  {row['population']:5}  {row['collector']:44} "
            f"{row['target']}{'  gap: ' + row['gap'] if row['gap'] else ''}"
            for row in rows
        ]
    say.answer("\n".join(say.safe(line) for line in text), output)


@app.command()
def show(
    id_: Annotated[str, typer.Argument(metavar="ID", help="The id of a line, or the first digits of it.")],
    environment: EnvironmentFile = ENVIRONMENT_FILE,
    bundle: BundleOption = None,
    output: OutputOption = None,
) -> None:
    """Show one piece of evidence: what the log says of it, and what was seen, as JSON.

    Example: pcicloud evidence show 1f0c9a
    """
    from pcicloud.errors import UsageError

    with _reading(environment, bundle) as reading:
        found = [(line, body) for line, body in reading.lines("pcicloud.evidence/1") if line.id.startswith(id_)]
        if len({line.id for line, _ in found}) != 1:
            what = "several lines begin" if found else "no line of the log begins"
            raise UsageError(f"{what} with {id_}", hint="pcicloud evidence list")
        line, body = found[0]
        seen = json.loads(reading.fetch(body["object"])) if body["object"] else None
    say.answer_json({"id": line.id, "line": line.index, "evidence": body, "sighting": seen}, output)


@app.command()
def verify(
    folder: Annotated[Path | None, typer.Argument(help="A bundle or a store; else the environment's store.")] = None,
    environment: EnvironmentFile = ENVIRONMENT_FILE,
    vkey: Annotated[str | None, typer.Option("--vkey", help="The verifier key that it must be signed with.")] = None,
    format_: FormatOption = Format.text,
) -> None:
    """Verify every object, line, proof and signature; name the first thing that does not fit (exit code 2).

    Example: pcicloud evidence verify ./bundle
    """
    from pcicloud import workspace
    from pcicloud.evidence.verify import verify as verified

    place = folder or workspace.evidence_there(environment)
    found = verified(place, vkey=vkey)
    if format_ is Format.json:
        say.answer_json(found)
        return
    lines = [
        f"{place} verifies",
        f"  {found.kind} of {found.environment}: {found.lines} lines, {found.signed_lines} of them signed",
        f"  {found.objects} objects, {found.checkpoints} checkpoints",
        f"  signed with {found.vkey}" + ("" if found.pinned else "  (name the key you expect with --vkey)"),
    ]
    say.answer("\n".join(lines))


@contextmanager
def _reading(file: Path, bundle: Path | None) -> Iterator[Reading]:
    from pcicloud import workspace
    from pcicloud.evidence.bundle import open_bundle
    from pcicloud.evidence.store import Store

    if bundle:
        yield open_bundle(bundle)
        return
    with Store.open(workspace.evidence_there(file)) as store:
        yield store
