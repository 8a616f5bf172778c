"""`pcicloud demo`: the main job once through, on the embedded AWS or machines made here, with the commands shown."""

from __future__ import annotations

import shlex
import subprocess
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from pcicloud.cli import say
from pcicloud.errors import OutsideError, UsageError

NAME = "demo"
Step = tuple[str, tuple[str, ...], tuple[int, ...]]


class Model(StrEnum):
    """What can be tried without an account."""

    aws = "aws"
    private = "private"


class Demo(NamedTuple):
    """One way through: each step says what it is for, the words after `pcicloud`, and the exit codes that are fine."""

    folder: str
    before: tuple[Step, ...]
    init: tuple[str, ...]
    steps: tuple[Step, ...]
    end: tuple[str, ...]


JUDGED: tuple[Step, ...] = (("Judge it: 280 requirements", ("check", "--quiet"), (0, 1, 3)),)
DEMOS = {
    Model.aws: Demo(
        folder="demo",
        before=(("An AWS to try things on", ("emulator", "start", "--quiet"), (0,)),),
        init=("env", "init", "--model", "aws", "--name", "demo", "--profile", "emulator",
              "--aws-config", ".pcicloud/emulator/aws_config", "--local-host", "--quiet",
              "--parameter", "alert_email=alerts@shop.example.jp",
              "--parameter", "security_contact_email=security@shop.example.jp",
              "--parameter", "security_contact_phone=+81 3 0000 0000"),
        steps=(
            ("What will be built", ("env", "plan", "--brief"), (0,)),
            ("Build it", ("env", "apply", "--yes", "--brief"), (0,)),
            ("Look at the account and at this machine", ("collect", "--quiet"), (0, 3)),
            *JUDGED,
        ),
        end=("emulator", "stop"),
    ),
    Model.private: Demo(
        folder="demo-private",
        before=(),
        init=("env", "init", "--model", "private", "--name", "demo", "--driver", "lab", "--size", "11", "--quiet"),
        steps=(
            ("What will be built", ("env", "plan", "--brief"), (0,)),
            ("Build it: eleven machines on this one; the first time takes some minutes",
             ("env", "apply", "--yes", "--brief"), (0,)),
            ("Draw its network", ("env", "diagram", "network", "--output", "network.svg"), (0,)),
            ("Look at every host", ("collect", "--quiet"), (0, 3)),
            *JUDGED,
        ),
        end=("env", "destroy"),
    ),
}  # fmt: skip


def command(
    model: Annotated[
        Model, typer.Option("--model", help="aws: on the embedded AWS; private: eleven machines on this one (root).")
    ] = Model.aws,
    folder: Annotated[Path | None, typer.Option("--folder", help="Where the demo's files go.")] = None,
) -> None:
    """Build, look, judge and report once, on the embedded AWS or on machines made here; needs no account.

    Example: pcicloud demo

    Example: pcicloud demo --model private
    """
    demo = DEMOS[model]
    folder = folder or Path(demo.folder)
    folder.mkdir(parents=True, exist_ok=True)
    there = folder / "environment.yaml"
    _refuse_another_place(there)
    report = _free(folder, "report")
    declare: tuple[Step, ...] = () if there.exists() else (("Declare an environment", demo.init, (0,)),)
    steps = [
        *demo.before,
        *declare,
        *demo.steps,
        ("The bundle for the assessor", ("report", "--output", report, "--quiet"), (0,)),
        ("Anybody can verify it", ("evidence", "verify", report), (0,)),
    ]
    for number, (what, words, fine) in enumerate(steps, 1):
        say.talk(f"\n[{number}/{len(steps)}] {what}\n$ {say.typed(*words)}")
        code = subprocess.run([sys.executable, "-m", "pcicloud", *words], cwd=folder, check=False).returncode
        if code not in fine:
            raise OutsideError(f"the demo stopped at: {say.typed(*words)}", hint=f"try it again in {folder}/")
    say.answer(f"\nEverything is in {folder}/: open {folder}/{report}/assessment.html in a browser.")
    say.next_step(_here(say.typed("why", "8.3.6", environment=there)))
    say.talk(f"When you are done: {_here(say.typed(*demo.end, environment=there))}")


def _refuse_another_place(file: Path) -> None:
    """Raise UsageError where a file that is there already leads elsewhere: the demo builds without asking."""
    from pcicloud import environment, workspace
    from pcicloud.cli.emulator import leads_to

    if not file.exists():
        return
    declared = environment.load(file)
    here = declared.private.driver == "lab" if declared.private else False
    if not here and not leads_to(declared.aws, workspace.emulator(file) / "aws_config"):
        raise UsageError(
            f"{file} is not of a demo: it leads to another place than this machine",
            hint="name another folder with --folder",
        )


def _here(command: str) -> str:
    """The command as this shell can run it: pcicloud may be in a virtual environment that is not active."""
    as_module = Path(sys.argv[0]).name == "__main__.py"
    program = (sys.executable, "-m", "pcicloud") if as_module else (sys.argv[0],)
    return f"{shlex.join(program)} {command.removeprefix('pcicloud ')}"


def _free(folder: Path, name: str) -> str:
    """The name, or the name with the first number that no folder has yet."""
    taken = {path.name for path in folder.iterdir()}
    return next(free for free in (name, *(f"{name}-{n}" for n in range(2, 10_000))) if free not in taken)
