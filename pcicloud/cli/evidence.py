"""`pcicloud evidence`: what was kept, and the proof that it is unaltered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pcicloud.cli import say
from pcicloud.cli.check import VkeyOption, note_exceptions_of, note_shortcomings
from pcicloud.cli.options import ENVIRONMENT_FILE, EnvironmentFile, Format, FormatOption, OutputOption
from pcicloud.errors import UsageError

if TYPE_CHECKING:
    from pcicloud.evidence.reading import Reading
    from pcicloud.evidence.verified import Verified
    from pcicloud.model.documents import EvidenceList, EvidenceShown, RunList

NAME = "evidence"
app = typer.Typer(help="What was seen, kept unaltered, dated and hashed.", no_args_is_help=True)
BundleOption = Annotated[Path | None, typer.Option("--bundle", help="Read this bundle instead.")]


@app.command("list")
def list_(
    environment: EnvironmentFile = ENVIRONMENT_FILE,
    bundle: BundleOption = None,
    vkey: VkeyOption = None,
    run: Annotated[str | None, typer.Option("--run", help="This run instead of the newest whole one.")] = None,
    runs: Annotated[bool, typer.Option("--runs", help="List the runs instead.")] = False,
    format_: FormatOption = Format.text,
    output: OutputOption = None,
) -> None:
    """List the evidence of a run, a line for each collector and target.

    Example: pcicloud evidence list
    """
    with _reading(environment, bundle, vkey) as reading:
        answer, lines = _runs(reading) if runs else _items(reading, run)
    if format_ is Format.json:
        say.answer_json(answer, output)
        return
    _say(lines, output)


@app.command()
def show(
    id_: Annotated[str, typer.Argument(metavar="ID", help="The id of a line, or the first digits of it.")],
    environment: EnvironmentFile = ENVIRONMENT_FILE,
    bundle: BundleOption = None,
    vkey: VkeyOption = None,
    format_: FormatOption = Format.text,
    output: OutputOption = None,
) -> None:
    """Show one piece of evidence: what the log says of it, and what was seen.

    Example: pcicloud evidence show 1f0c9a
    """
    from pcicloud.cli import evidence_text

    with _reading(environment, bundle, vkey) as reading:
        found = _found(reading, id_)
    if format_ is Format.json:
        say.answer_json(found, output)
        return
    _say(evidence_text.shown(found), output)


@app.command()
def verify(
    folder: Annotated[Path | None, typer.Argument(help="A bundle or a store; else the environment's store.")] = None,
    environment: EnvironmentFile = ENVIRONMENT_FILE,
    vkey: VkeyOption = None,
    format_: FormatOption = Format.text,
    output: OutputOption = None,
) -> None:
    """Verify every object, line, proof and signature, and judge a bundle again.

    Exit code 0: all of it verifies; 2: the first thing that does not fit is named; 3: something could not be verified.

    Example: pcicloud evidence verify ./bundle
    """
    from pcicloud import workspace
    from pcicloud.cli import evidence_text

    place = folder or workspace.evidence_there(environment)
    found = verification(place, vkey=vkey)
    if format_ is Format.json:
        say.answer_json(found, output)
    else:
        _say(evidence_text.verified(place, found), output)
    if found.unverified:
        raise typer.Exit(3)


def verification(place: Path, *, vkey: str | None) -> Verified:
    """What was verified of a store or a bundle; a bundle is judged again.

    Raises StoreError that names the first thing that does not fit.
    """
    import msgspec

    from pcicloud import catalog
    from pcicloud.evidence.bundle import open_bundle
    from pcicloud.evidence.verify import is_bundle
    from pcicloud.evidence.verify_store import verify_store
    from pcicloud.rejudge import compare_reports, rejudge

    if not is_bundle(place):
        return verify_store(place, vkey=vkey)
    bundle = open_bundle(place, vkey=vkey)
    note_shortcomings(bundle, bundle.manifest.run)
    note_exceptions_of(bundle, bundle.manifest.run, bundle.manifest.as_of)
    found = rejudge(catalog.load(), bundle)
    if not found.why_not:
        compare_reports(bundle, found.assessment)
        return msgspec.structs.replace(bundle.verified, rejudged=True)
    unverified = (*bundle.verified.unverified, f"not re-judged: {found.why_not}")
    return msgspec.structs.replace(bundle.verified, unverified=unverified)


def _runs(reading: Reading) -> tuple[RunList, list[str]]:
    from pcicloud.cli import evidence_text
    from pcicloud.model.documents import RunItem, RunList

    records = reading.runs()
    items = tuple(
        RunItem(
            run=record.begin.run,
            started_at=record.begin.started_at,
            ended_at=record.end.ended_at if record.end else None,
            planned=len(record.begin.planned),
            requirements=record.begin.requirements,
        )
        for record in records
    )
    return RunList(runs=items), [evidence_text.run_line(record) for record in records]


def _items(reading: Reading, run: str | None) -> tuple[EvidenceList, list[str]]:
    from pcicloud.cli import evidence_text
    from pcicloud.judge import evidence_of, find_run
    from pcicloud.model.documents import EvidenceItem, EvidenceList

    note_shortcomings(reading, run)
    record = find_run(reading, run)
    items = tuple(
        EvidenceItem(id=line.id, line=line.index, evidence=evidence) for line, evidence in evidence_of(reading, record)
    )
    return EvidenceList(run=record.begin.run, items=items), [evidence_text.item_line(item) for item in items]


def _found(reading: Reading, id_: str) -> EvidenceShown:
    from pcicloud.judge import evidence_in, sighting_of
    from pcicloud.model.documents import EvidenceShown

    found = [(line, body) for line, body in reading.lines("pcicloud.evidence/1") if line.id.startswith(id_)]
    if len({line.id for line, _ in found}) != 1:
        what = "several lines begin" if found else "no line of the log begins"
        raise UsageError(f"{what} with {id_}", hint="pcicloud evidence list")
    line, body = found[0]
    evidence = evidence_in(line, body)
    return EvidenceShown(id=line.id, line=line.index, evidence=evidence, sighting=sighting_of(reading, line, evidence))


def _say(lines: Iterable[str], output: Path | None) -> None:
    say.answer("\n".join(say.safe(line) for line in lines), output)


@contextmanager
def _reading(file: Path, bundle: Path | None, vkey: str | None) -> Iterator[Reading]:
    """The bundle, verified, or the environment's store."""
    from pcicloud import workspace
    from pcicloud.cli.check import note_signer, refuse_stray_key
    from pcicloud.evidence.bundle import open_bundle
    from pcicloud.evidence.store import Store

    if bundle:
        opened = open_bundle(bundle, vkey=vkey)
        note_signer(opened.verified)
        yield opened
        return
    refuse_stray_key(vkey)
    with Store.open(workspace.evidence_there(file)) as store:
        yield store
