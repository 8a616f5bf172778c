"""`pcicloud collect`: look at the environment once, and keep what was seen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pcicloud.cli import say
from pcicloud.cli.options import ENVIRONMENT_FILE, EnvironmentFile, Format, FormatOption, QuietOption

if TYPE_CHECKING:
    from pcicloud.collect import Summary
    from pcicloud.model.documents import Collected

NAME = "collect"


def command(
    environment: EnvironmentFile = ENVIRONMENT_FILE,
    requirement: Annotated[list[str] | None, typer.Option("--requirement", "-r", help="Only for these.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin anew instead of going on with a run cut off.")] = False,
    format_: FormatOption = Format.text,
    quiet: QuietOption = False,
) -> None:
    """Collect evidence from the environment: nothing is changed there, and nothing is judged yet.

    A run that was cut off goes on where it stopped. Exit code 3: something could not be seen.

    Example: pcicloud collect -e environment.yaml
    """
    summary = run(environment, tuple(requirement or ()), fresh=fresh, quiet=quiet)
    if format_ is Format.json:
        say.answer_json(document(summary))
    else:
        say.answer(text(summary))
        say.next_step(say.typed("check", environment=environment), quiet=quiet)
    if summary.gaps:
        raise typer.Exit(3)


def run(file: Path, requirements: tuple[str, ...], *, fresh: bool, quiet: bool) -> Summary:
    """The Summary of a run of all collectors over the environment in the file."""
    from datetime import UTC, datetime

    from pcicloud import catalog, workspace
    from pcicloud import environment as environments
    from pcicloud.cli.check import note_exceptions
    from pcicloud.collect import collect
    from pcicloud.evidence.store import Store

    env = environments.load(file)
    note_exceptions(env, datetime.now(UTC))
    place = workspace.evidence(file)
    with (
        say.progress("Collecting", quiet=quiet) as step,
        Store.open(place, write=True, environment=env.name) as store,
    ):
        return collect(
            env,
            catalog.load(),
            store,
            requirements=requirements,
            fresh=fresh,
            progress=lambda at: step(at.done, at.total, at.collector),
        )


def document(summary: Summary) -> Collected:
    """The summary as the document `pcicloud.collected/1`."""
    from pcicloud.model.documents import Collected, Gap

    return Collected(
        run=summary.run,
        resumed=summary.resumed,
        questions=summary.questions,
        resources=summary.resources,
        calls=summary.calls,
        checkpoint=summary.checkpoint,
        gaps=tuple(Gap(collector=collector, target=target, reason=why) for collector, target, why in summary.gaps),
    )


def text(summary: Summary) -> str:
    """The summary as a person reads it: what was seen, and each gap with its reason."""
    lines = [
        f"run        {summary.run}" + (f" (went on; {summary.resumed} were kept already)" if summary.resumed else ""),
        f"asked      {summary.questions} questions, {summary.calls} API calls",
        f"seen       {summary.resources} resources",
        f"not seen   {len(summary.gaps)}",
    ]
    lines += [f"  {say.safe(f'{collector} on {target}: {gap}')}" for collector, target, gap in summary.gaps]
    return "\n".join(lines)
