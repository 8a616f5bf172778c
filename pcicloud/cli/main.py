"""The front door: every noun and verb of `pcicloud`, loaded only when it is used."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from pcicloud import __version__
from pcicloud.cli import (
    auditor_policy,
    check,
    collect,
    controls,
    demo,
    emulator,
    env,
    evidence,
    explain,
    report,
    say,
    why,
)
from pcicloud.errors import PcicloudError

app = typer.Typer(
    help="Build a PCI DSS v4.0.1 environment, look at it, judge it, and write down what an assessor needs.",
    epilog="Try it without an AWS account: pcicloud demo",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
for module in (demo, collect, check, report, why, explain, auditor_policy):
    app.command(module.NAME)(module.command)
for noun in (env, controls, evidence, emulator):
    app.add_typer(noun.app, name=noun.NAME)


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"pcicloud {__version__}")
        raise typer.Exit


@app.callback()
def options(
    _version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say the version.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show the log, with the traces of crashes.")] = False,
) -> None:
    """Options of every command."""
    import logging

    logging.basicConfig(stream=sys.stderr, format="%(levelname)s %(message)s")
    logging.getLogger("pcicloud").setLevel(logging.DEBUG if verbose else logging.CRITICAL + 1)


def main() -> None:
    """Run the command line and leave with its exit code (STYLE: 0, 1, 2, 3, 4)."""
    try:
        app()
    except PcicloudError as error:
        sys.exit(say.fail(error))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(4)
    except OSError as error:
        sys.exit(say.fail(say.outside(error)))
    except KeyboardInterrupt:
        say.talk("stopped; what was acknowledged is kept")
        sys.exit(130)


if __name__ == "__main__":
    main()
