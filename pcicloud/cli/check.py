"""`pcicloud check`: judge what was collected."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pcicloud.cli import say
from pcicloud.cli.options import ENVIRONMENT_FILE, EnvironmentFile, Language, LanguageOption, OutputOption, QuietOption
from pcicloud.errors import DefinitionError, UsageError

if TYPE_CHECKING:
    from pcicloud.evidence.reading import Reading
    from pcicloud.evidence.verified import Verified
    from pcicloud.model.assessment import Assessment
    from pcicloud.model.environment import Environment

NAME = "check"
EXCEPTION_DAYS_MAX = 366
VkeyOption = Annotated[str | None, typer.Option("--vkey", help="The verifier key that it must be signed with.")]


def command(
    environment: EnvironmentFile = ENVIRONMENT_FILE,
    bundle: Annotated[Path | None, typer.Option("--bundle", help="Judge this bundle, at its own moment.")] = None,
    vkey: VkeyOption = None,
    run: Annotated[str | None, typer.Option("--run", help="Judge this run instead of the newest whole one.")] = None,
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
    from pcicloud.render import form

    renderer = form(format_)
    assessment = judged(environment, bundle=bundle, run=run, as_of=as_of, vkey=vkey)
    if format_ == "text" and output is None:
        _show(assessment, lang)
    else:
        say.answer(renderer.render(assessment, language=lang.value), output)
    say.wrote(output, quiet=quiet)
    code = exit_code(assessment)
    if code:
        raise typer.Exit(code)


def _show(assessment: Assessment, lang: Language) -> None:
    """Show the text on stdout: as the terminal can, or whole into a file or a pipe."""
    from pcicloud.render import terminal

    stream = say.stdout()
    if stream.isatty():
        terminal.show(assessment, language=lang.value, stream=stream)
        stream.flush()
        return
    text = io.BytesIO()
    page = io.TextIOWrapper(text, encoding=stream.encoding, newline="")
    terminal.show(assessment, language=lang.value, stream=page)
    page.flush()
    say.answer(text.getvalue())


def judged(
    file: Path,
    *,
    bundle: Path | None = None,
    run: str | None = None,
    as_of: datetime | None = None,
    vkey: str | None = None,
) -> Assessment:
    """The assessment of a bundle at its own moment, or of the environment's newest whole run as of now.

    What a reader should know of it beside (an unpinned key, a run that was cut off, a changed environment.yaml) is said
    on stderr. Raises StoreError where the bundle's evidence does not give the bundle's own assessment.
    """
    from datetime import UTC

    from pcicloud import catalog, workspace
    from pcicloud.evidence.store import Store
    from pcicloud.judge import judge

    moment = as_of.replace(tzinfo=as_of.tzinfo or UTC) if as_of else None
    now = moment or datetime.now(UTC)
    if bundle:
        return _of_bundle(bundle, run=run, moment=moment, vkey=vkey)
    refuse_stray_key(vkey)
    with Store.open(workspace.evidence_there(file)) as store:
        note_shortcomings(store, run, file)
        note_exceptions_of(store, run, now)
        assessment, _ = judge(catalog.load(), store, as_of=now, run=run)
    return assessment


def _of_bundle(folder: Path, *, run: str | None, moment: datetime | None, vkey: str | None) -> Assessment:
    from pcicloud import catalog
    from pcicloud.evidence.bundle import open_bundle
    from pcicloud.judge import judge
    from pcicloud.rejudge import rejudge

    bundle = open_bundle(folder, vkey=vkey)
    note_signer(bundle.verified)
    note_shortcomings(bundle, run)
    note_exceptions_of(bundle, run, moment or bundle.manifest.as_of)
    found = rejudge(catalog.load(), bundle)
    if found.why_not:
        say.talk(f"note: this is a new judgement, not that of the bundle; {found.why_not}")
    if run is None and moment is None:
        return found.assessment
    return judge(catalog.load(), bundle, as_of=moment or bundle.manifest.as_of, run=run)[0]


def refuse_stray_key(vkey: str | None) -> None:
    """Raise UsageError where a verifier key is named and no bundle."""
    if vkey:
        raise UsageError("--vkey is the key of a bundle", hint="name the bundle with --bundle")


def note_signer(verified: Verified) -> None:
    """Say on stderr who signed a bundle, where nobody named the key to expect."""
    if not verified.pinned:
        say.talk(f"note: signed with {verified.vkey}, not pinned: name the key that you expect with --vkey")


def note_shortcomings(reading: Reading, run: str | None, file: Path | None = None) -> None:
    """Say on stderr what the chosen run lacks, and how environment.yaml (where it is named) has changed since."""
    from pcicloud import environment as environments
    from pcicloud.judge import changed, environment_of, find_run, shortcomings

    record = find_run(reading, run)
    for shortcoming in shortcomings(reading, record):
        say.talk(f"note: {shortcoming}")
    if file is None or not file.exists():
        return
    try:
        now = environments.load(file)
    except DefinitionError as error:
        say.talk(f"note: {error.what}; the environment is judged as it was when the run began")
        return
    parts = changed(environment_of(reading, record), now)
    if parts:
        again = say.typed("collect", environment=file)
        say.talk(f"note: {file} has changed since this run: {', '.join(parts)}; `{again}` takes it in")


def note_exceptions_of(reading: Reading, run: str | None, as_of: datetime) -> None:
    """The same as `note_exceptions`, of the environment with which the chosen run began."""
    from pcicloud.judge import environment_of, find_run

    note_exceptions(environment_of(reading, find_run(reading, run)), as_of)


def note_exceptions(environment: Environment, as_of: datetime) -> None:
    """Say on stderr which exceptions end so late, seen from the judgement, that nobody looks at them again."""
    for one in environment.exceptions:
        if (one.until - as_of.date()).days > EXCEPTION_DAYS_MAX:
            say.talk(
                f"note: the exception from {one.requirement} ({one.owner}) ends on {one.until}, more than a year from "
                f"{as_of:%Y-%m-%d}: let it end within {EXCEPTION_DAYS_MAX} days, and decide again then"
            )


def exit_code(assessment: Assessment) -> int:
    """1 where a requirement is not met, else 3 where one is unknown, else 0."""
    if assessment.summary["not_met"]:
        return 1
    return 3 if assessment.summary["unknown"] else 0
