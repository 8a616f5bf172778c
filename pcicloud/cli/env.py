"""`pcicloud env`: declare an environment, build it, keep it as it was meant, take it away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pcicloud.cli import diagram, say
from pcicloud.cli.options import (
    ENVIRONMENT_FILE,
    EnvironmentFile,
    Format,
    FormatOption,
    NoInputOption,
    OutputOption,
    QuietOption,
    YesOption,
)

if TYPE_CHECKING:
    from pcicloud.model.environment import Environment, StandingException
    from pcicloud.model.plan import Applied, Plan, Progress, Somewhere
    from pcicloud.provision.driver import Driver, Tell

NAME = "env"
app = typer.Typer(help="Declare, draw, plan, apply, watch and destroy an environment.", no_args_is_help=True)
MendOption = Annotated[bool, typer.Option("--mend-drift", help="Also put back what was changed behind our back.")]


class Entity(StrEnum):
    """Who asks: service providers must meet more."""

    merchant = "merchant"
    service_provider = "service_provider"


class MachineDriver(StrEnum):
    """Who makes the servers of the private model."""

    lab = "lab"
    ssh = "ssh"


@app.command()
def init(
    environment: EnvironmentFile = ENVIRONMENT_FILE,
    model: Annotated[str, typer.Option("--model", help="The model: aws or private.")] = "aws",
    name: Annotated[str, typer.Option("--name", help="Small letters, digits and hyphens; up to 20.")] = "main",
    entity: Annotated[Entity, typer.Option("--entity", help="Decides what is asked.")] = Entity.service_provider,
    region: Annotated[list[str] | None, typer.Option("--region", help="An AWS region; may be given again.")] = None,
    account: Annotated[str | None, typer.Option("--account", help="The only AWS account that it may be.")] = None,
    profile: Annotated[str | None, typer.Option("--profile", help="The AWS profile to use.")] = None,
    aws_config: Annotated[
        str | None, typer.Option("--aws-config", help="AWS config file, seen from the new file.")
    ] = None,
    endpoint_url: Annotated[str | None, typer.Option("--endpoint-url", help="Another AWS endpoint.")] = None,
    local_host: Annotated[bool, typer.Option("--local-host", help="Look at this machine, too.")] = False,
    driver: Annotated[
        MachineDriver, typer.Option("--driver", help="private: who makes the servers.")
    ] = MachineDriver.lab,
    system: Annotated[
        str, typer.Option("--system", help="lab, libvirt: what the servers start from, debian-12 or ubuntu-24.04.")
    ] = "debian-12",
    size: Annotated[str, typer.Option("--size", help="private: how many servers, 3 or 11.")] = "11",
    parameter: Annotated[
        list[str] | None, typer.Option("--parameter", help="NAME=VALUE of the model; may be given again.")
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Write a first environment.yaml. Nothing is built yet; a file that is there is left alone.

    Example: pcicloud env init --model aws --name shop --region ap-northeast-1

    Example: pcicloud env init --model private --name shop --driver lab
    """
    from pcicloud import environment as environments
    from pcicloud.errors import DefinitionError, UsageError
    from pcicloud.model.environment import AwsPlace, Environment, HostPlace, PrivatePlace
    from pcicloud.provision.driver import driver_of
    from pcicloud.provision.hosts import beginnings
    from pcicloud.provision.hosts.hosts_driver import HostsDriver
    from pcicloud.provision.model_file import check_given, read_model_file, servers_of_size
    from pcicloud.resources import folder

    if environment.exists():
        raise UsageError(f"{environment} is there already", hint="change it by hand, or name another with -e")
    given = _parameters(parameter or [])
    read = read_model_file(folder("templates"), model)
    check_given(read, given, where="--parameter")
    hosts = [HostPlace(name="localhost", connection="local")] if local_host else []
    exceptions: tuple[StandingException, ...] = ()
    aws = private = None
    if read.roles:
        private = PrivatePlace(driver=driver.value, system=system)
        servers = servers_of_size(read, size)
        meant = Environment(name=name, model=model, private=private, hosts=servers, parameters={**given})
        built = driver_of(meant, folder("templates"))
        if not isinstance(built, HostsDriver):
            raise DefinitionError(f"{model} has roles of servers, and its driver {driver.value} makes none")
        fleet = built.fleet
        given = beginnings.parameters(fleet) | given
        exceptions = beginnings.exceptions(fleet, datetime.now(UTC).date())
        hosts = [*servers, *hosts]
    else:
        aws = AwsPlace(
            regions=tuple(region or ("ap-northeast-1",)),
            account=account,
            profile=profile,
            config_file=aws_config,
            endpoint_url=endpoint_url,
        )
    text = environments.first(
        name=name,
        model=model,
        entity=entity.value,
        aws=aws,
        private=private,
        hosts=hosts,
        parameters=given,
        exceptions=exceptions,
    )
    say.answer(text, environment)
    say.answer(f"wrote {environment}")
    say.next_step(say.typed("env", "plan", environment=environment), quiet=quiet)


@app.command()
def plan(
    environment: EnvironmentFile = ENVIRONMENT_FILE,
    mend_drift: MendOption = False,
    brief: Annotated[bool, typer.Option("--brief", help="A line a stack.")] = False,
    format_: FormatOption = Format.text,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Show what an apply would change, property by property. Nothing is changed and nothing is left behind.

    Example: pcicloud env plan
    """
    from pcicloud.cli import env_text

    declared = _declared(environment)
    _say_where(declared, quiet=quiet)
    found = _driver(declared).plan(mend_drift=mend_drift)
    if format_ is Format.json:
        say.answer_json(found, output)
        return
    say.answer(env_text.plan(found, brief=brief), output)
    if found.has_changes:
        words = ("env", "apply", "--mend-drift") if mend_drift else ("env", "apply")
        say.next_step(say.typed(*words, environment=environment), quiet=quiet)


@app.command()
def apply(
    environment: EnvironmentFile = ENVIRONMENT_FILE,
    yes: YesOption = False,
    no_input: NoInputOption = False,
    mend_drift: MendOption = False,
    brief: Annotated[bool, typer.Option("--brief", help="Show the plan as a line a stack.")] = False,
    format_: FormatOption = Format.text,
    quiet: QuietOption = False,
) -> None:
    """Show the plan, ask, and carry it out. An apply that was cut off is gone on with.

    Example: pcicloud env apply
    """
    from pcicloud.cli import env_text

    declared = _declared(environment)
    driver = _driver(declared)
    _say_where(declared, quiet=quiet)
    planned = driver.plan(mend_drift=mend_drift)
    if format_ is Format.text and not quiet:
        say.talk(env_text.plan(planned, brief=brief))
    if not planned.has_changes:
        say.answer("nothing to change") if format_ is Format.text else say.answer_json(_nothing_applied(planned))
        return
    say.ask_yes(f"Apply this to {planned.where}?", yes=yes, no_input=no_input)
    with _progress("Applying", quiet=quiet) as tell:
        applied = driver.apply(planned, tell=tell)
    if format_ is Format.json:
        say.answer_json(applied)
        return
    say.answer(env_text.applied(applied, planned))
    say.next_step(say.typed("collect", environment=environment), quiet=quiet)


@app.command()
def fix(
    environment: EnvironmentFile = ENVIRONMENT_FILE,
    yes: YesOption = False,
    no_input: NoInputOption = False,
    brief: Annotated[bool, typer.Option("--brief", help="Show the plan as a line a stack.")] = False,
    format_: FormatOption = Format.text,
    quiet: QuietOption = False,
) -> None:
    """Put back what was changed behind our back: the same as `apply --mend-drift`.

    Example: pcicloud env fix
    """
    apply(environment, yes=yes, no_input=no_input, mend_drift=True, brief=brief, format_=format_, quiet=quiet)


@app.command()
def status(
    environment: EnvironmentFile = ENVIRONMENT_FILE, format_: FormatOption = Format.text, output: OutputOption = None
) -> None:
    """Show the environment at a glance: its stacks and account settings, or its servers.

    Example: pcicloud env status
    """
    from pcicloud.cli import env_text

    found = _driver(_declared(environment)).status()
    say.answer_json(found, output) if format_ is Format.json else say.answer(env_text.status(found), output)


@app.command()
def drift(
    environment: EnvironmentFile = ENVIRONMENT_FILE,
    format_: FormatOption = Format.text,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Name what is not as it was deployed, and the requirements that it touches.

    Exit code 1: something drifted; 3: nothing did, but something could not be checked.

    Example: pcicloud env drift
    """
    from pcicloud.cli import env_text

    with _progress("Comparing", quiet=quiet) as tell:
        found = _driver(_declared(environment)).drift(tell=tell)
    say.answer_json(found, output) if format_ is Format.json else say.answer(env_text.drift(found), output)
    if any(not item.note for item in found.items):
        say.next_step(say.typed("env", "fix", environment=environment), quiet=quiet)
    if found.items:
        raise typer.Exit(1)
    if found.not_checked:
        raise typer.Exit(3)


@app.command()
def destroy(
    environment: EnvironmentFile = ENVIRONMENT_FILE,
    yes: YesOption = False,
    no_input: NoInputOption = False,
    format_: FormatOption = Format.text,
    quiet: QuietOption = False,
) -> None:
    """Show what will be deleted, ask, delete it, and say what remains. The evidence stays.

    Example: pcicloud env destroy
    """
    from pcicloud.cli import env_text
    from pcicloud.model.plan import Destroyed

    driver = _driver(_declared(environment))
    doomed = driver.destruction()
    if not doomed.stacks and not doomed.settings:
        nothing = Destroyed(**_place(doomed), stacks=(), settings=(), remains=())
        say.answer("nothing to destroy") if format_ is Format.text else say.answer_json(nothing)
        return
    say.talk(env_text.destruction(doomed), quiet=quiet)
    say.ask_yes(f"Destroy {doomed.environment} in {doomed.where}?", yes=yes, no_input=no_input)
    with _progress("Destroying", quiet=quiet) as tell:
        destroyed = driver.destroy(tell=tell)
    say.answer_json(destroyed) if format_ is Format.json else say.answer(env_text.destroyed(destroyed))
    if destroyed.stuck:
        raise typer.Exit(4)


app.command(diagram.NAME)(diagram.command)


def _parameters(given: list[str]) -> dict[str, str]:
    from pcicloud.errors import UsageError

    wrong = next((one for one in given if "=" not in one), None)
    if wrong is not None:
        raise UsageError(f"--parameter {wrong} has no value", hint="write it as NAME=VALUE")
    return dict(one.split("=", 1) for one in given)


def _declared(file: Path) -> Environment:
    from pcicloud import environment as environments

    return environments.load(file)


def _driver(environment: Environment) -> Driver:
    from pcicloud.provision.driver import driver_of
    from pcicloud.resources import folder

    return driver_of(environment, folder("templates"))


def _say_where(environment: Environment, *, quiet: bool) -> None:
    """Say which regions are only looked at: the model is built in one."""
    first, *others = environment.aws.regions if environment.aws else ("",)
    if others:
        say.talk(f"built in {first} only; {', '.join(others)}: looked at by `pcicloud collect`", quiet=quiet)


def _nothing_applied(planned: Plan) -> Applied:
    from pcicloud.model.plan import Applied, AppliedStep

    steps = tuple(AppliedStep(name=stack.name, kind="stack", action="none", changed=0) for stack in planned.stacks)
    return Applied(**_place(planned), steps=steps)


def _place(of: Somewhere) -> dict[str, str]:
    return {"environment": of.environment, "driver": of.driver, "account": of.account, "region": of.region}


@contextmanager
def _progress(what: str, *, quiet: bool) -> Iterator[Tell]:
    """Progress as a bar where there is a terminal; elsewhere as a line when a stack or a setting is done."""
    with say.progress(what, quiet=quiet) as step:

        def tell(at: Progress) -> None:
            step(at.done, at.total, f"{at.stack}: {at.resource} {at.status}")
            if not say.is_terminal() and _is_end(at):
                say.talk(f"{at.stack}: {at.resource or f'{at.done} of {at.total}'} {at.status}", quiet=quiet)

        yield tell


def _is_end(at: Progress) -> bool:
    """Whether a whole stack, or an account setting, has come to its end, good or bad."""
    from pcicloud.model.plan import SETTINGS

    return at.stack == SETTINGS or (not at.resource and not at.status.endswith("_IN_PROGRESS"))
