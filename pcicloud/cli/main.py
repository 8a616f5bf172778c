"""The front door: every noun and verb of `pcicloud`, loaded only when it is used."""

from __future__ import annotations

import atexit
import gc
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

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
from pcicloud.contained import last_net
from pcicloud.errors import PcicloudError


class FrontDoor(TyperGroup):
    """All commands."""

    def invoke(self, ctx: Any) -> Any:
        """What the command returns. Raises Exit 130 after Ctrl-C."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            say.talk("\nstopped; run the same command again to go on")
            raise typer.Exit(130) from None


app = typer.Typer(
    cls=FrontDoor,
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

    # Without -v nothing is logged, of other packages neither: what a user must know is said in sentences.
    silent = logging.CRITICAL + 1
    logging.basicConfig(
        stream=sys.stderr, format="%(levelname)s %(message)s", level=logging.WARNING if verbose else silent
    )
    logging.getLogger("pcicloud").setLevel(logging.DEBUG if verbose else silent)


def main() -> None:
    """Run the command line and leave with its exit code (STYLE: 0, 1, 2, 3, 4)."""
    # A command lives for seconds, and boto3's models are a million objects that stay: looking for cycles among them
    # takes a third of the time, and freeing them one by one at the end another part.
    gc.set_threshold(100_000, 50, 50)
    atexit.register(gc.freeze)
    try:
        with last_net():
            app()
    except SystemExit as leaving:
        if isinstance(leaving.__context__, BrokenPipeError):
            # typer and rich leave with 1 where the reader of stdout has gone, as if a check had failed.
            say.mute()
            sys.exit(141)
        raise
    except PcicloudError as error:
        sys.exit(say.fail(error))
    except OSError as error:
        # What help left in the buffer would fail again when Python leaves, and change the exit code to 120.
        say.mute()
        sys.exit(say.fail(say.outside(error)))


if __name__ == "__main__":
    main()
