"""`pcicloud emulator`: the embedded AWS, for those who have no account at hand."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated

import typer

from pcicloud.cli import say
from pcicloud.cli.options import ENVIRONMENT_FILE, EnvironmentFile, Format, FormatOption, QuietOption
from pcicloud.errors import DefinitionError, UsageError

if TYPE_CHECKING:
    from pcicloud.emulator.process import EmulatorStatus
    from pcicloud.model.environment import AwsPlace

NAME = "emulator"
PROFILE = "emulator"
app = typer.Typer(help="An AWS to try things on: a process on 127.0.0.1.", no_args_is_help=True)


@app.command()
def start(
    environment: EnvironmentFile = ENVIRONMENT_FILE,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="The port; 0 takes the last one, or a free one.")
    ] = 0,
    format_: FormatOption = Format.text,
    quiet: QuietOption = False,
) -> None:
    """Start the emulator beside the environment's file; it goes on until it is stopped.

    Example: pcicloud emulator start
    """
    process = _process()
    from pcicloud import workspace

    running = process.start(workspace.emulator(environment), port=port)
    if port not in (0, running.port):
        raise UsageError(
            f"it runs already, at port {running.port}",
            hint=f"stop it first: {say.typed('emulator', 'stop', environment=environment)}",
        )
    _tell(running, format_)
    if environment.exists():
        _next_of_declared(environment, running, quiet=quiet)
        return
    # A path in environment.yaml is read from its folder.
    config = running.aws_config.relative_to(workspace.folder(environment).parent)
    init = ("env", "init", "--model", "aws", "--profile", PROFILE, "--aws-config", config)
    say.next_step(say.typed(*init, environment=environment), quiet=quiet)


def _next_of_declared(file: Path, running: EmulatorStatus, *, quiet: bool) -> None:
    """Lead on to a plan where the file leads to this emulator, else say which lines make it do so."""
    from pcicloud import environment as environments
    from pcicloud import workspace

    try:
        place = environments.load(file).aws
    except DefinitionError as error:
        say.talk(f"note: {error.what}", quiet=quiet)
        place = None
    if leads_to(place, running.aws_config, running.endpoint_url):
        say.next_step(say.typed("env", "plan", environment=file), quiet=quiet)
        return
    config = running.aws_config.relative_to(workspace.folder(file).parent)
    say.talk(
        f"\n{file} does not lead to this emulator: a plan would ask another account. Let it say under aws:"
        f"{' (and no endpoint_url)' if place and place.endpoint_url else ''}\n"
        f"  profile: {PROFILE}\n  config_file: {config}",
        quiet=quiet,
    )


def leads_to(place: AwsPlace | None, aws_config: Path, endpoint_url: str | None = None) -> bool:
    """Whether this part of environment.yaml makes pcicloud ask the emulator with this config file and endpoint."""
    if place is None:
        return False
    if place.endpoint_url:
        return place.endpoint_url.rstrip("/") == endpoint_url
    config = Path(place.config_file).resolve() if place.config_file else None
    return place.profile == PROFILE and config == aws_config.resolve()


@app.command()
def stop(environment: EnvironmentFile = ENVIRONMENT_FILE) -> None:
    """Stop the emulator. What was in it is gone.

    Example: pcicloud emulator stop
    """
    process = _process()
    from pcicloud import workspace

    say.answer("stopped" if process.stop(workspace.emulator(environment)) else "it did not run")


@app.command()
def status(environment: EnvironmentFile = ENVIRONMENT_FILE, format_: FormatOption = Format.text) -> None:
    """Say whether the emulator runs, where, and how much it was asked. Exit code 3: it does not run.

    Example: pcicloud emulator status --format json
    """
    process = _process()
    from pcicloud import workspace

    found = process.status(workspace.emulator(environment))
    _tell(found, format_)
    if not found.running:
        raise typer.Exit(3)


@app.command()
def reset(environment: EnvironmentFile = ENVIRONMENT_FILE, format_: FormatOption = Format.text) -> None:
    """Empty the emulator: every account, every stack.

    Example: pcicloud emulator reset
    """
    process = _process()
    from pcicloud import workspace

    _tell(process.reset(workspace.emulator(environment)), format_)


def _process() -> ModuleType:
    """The emulator's module. Raises UsageError where the extra is not installed."""
    import importlib.util

    if importlib.util.find_spec("moto") is None:
        raise UsageError("the emulator is not installed", hint="pip install 'pcicloud[embedded]'")
    from pcicloud.emulator import process

    return process


def _tell(status: EmulatorStatus, format_: Format) -> None:
    if format_ is Format.json:
        from pcicloud.model.documents import EmulatorState

        say.answer_json(
            EmulatorState(
                running=status.running,
                pid=status.pid,
                endpoint_url=status.endpoint_url,
                aws_config=str(status.aws_config),
                started_at=status.started_at,
                calls=status.calls,
            )
        )
    elif status.running:
        say.answer(f"running at {status.endpoint_url}, process {status.pid}, {status.calls} calls\n{status.aws_config}")
    else:
        say.answer("not running")
