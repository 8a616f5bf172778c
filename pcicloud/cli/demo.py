"""`pcicloud demo`: the main job once through, on the embedded AWS and this machine, with the commands shown."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from pcicloud.cli import say
from pcicloud.errors import OutsideError

NAME = "demo"
#: Each step: what it is for, the words after `pcicloud`, and the exit codes with which the demo goes on.
STEPS: tuple[tuple[str, tuple[str, ...], tuple[int, ...]], ...] = (
    ("An AWS to try things on", ("emulator", "start", "--quiet"), (0,)),
    ("What will be built", ("env", "plan", "--brief"), (0,)),
    ("Build it", ("env", "apply", "--yes", "--brief"), (0,)),
    ("Look at the account and at this machine", ("collect", "--quiet"), (0, 3)),
    ("Judge it: 280 requirements", ("check", "--quiet"), (0, 1, 3)),
    ("The bundle for the assessor", ("report", "--output", "report", "--quiet"), (0,)),
    ("Anybody can verify it", ("evidence", "verify", "report"), (0,)),
)
INIT = ("env", "init", "--model", "aws", "--name", "demo", "--profile", "emulator",
        "--aws-config", ".pcicloud/emulator/aws_config", "--local-host", "--quiet")  # fmt: skip


def command(
    folder: Annotated[Path, typer.Option("--folder", help="Where the demo's files go.")] = Path("demo"),
) -> None:
    """Build, look, judge and report once, on the embedded AWS and this machine; needs no account.

    Example: pcicloud demo
    """
    folder.mkdir(parents=True, exist_ok=True)
    steps = list(STEPS)
    if not (folder / "environment.yaml").exists():
        steps.insert(1, ("Declare an environment", INIT, (0,)))
    for number, (what, words, fine) in enumerate(steps, 1):
        say.talk(f"\n[{number}/{len(steps)}] {what}\n$ pcicloud {' '.join(words)}")
        code = subprocess.run([sys.executable, "-m", "pcicloud", *words], cwd=folder, check=False).returncode
        if code not in fine:
            raise OutsideError(f"the demo stopped at: pcicloud {' '.join(words)}", hint=f"try it again in {folder}/")
    say.answer(f"\nEverything is in {folder}/: open {folder}/report/assessment.html in a browser.")
    say.next_step(f"cd {folder} && {sys.argv[0]} why 8.3.6   (and `{sys.argv[0]} emulator stop` when you are done)")
