"""How the command line speaks: the answer to stdout, the talk to stderr, errors with their next step."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pcicloud.errors import OutsideError, PcicloudError, UsageError

if TYPE_CHECKING:
    from rich.progress import Progress

CONTROL = {code: "\N{REPLACEMENT CHARACTER}" for code in (*range(32), *range(127, 160)) if code not in (9, 10)}


def safe(text: object) -> str:
    """A text that can't steer a terminal: control characters are shown as U+FFFD."""
    return str(text).translate(CONTROL)


def answer(content: bytes | str, output: Path | None = None) -> None:
    """Give the answer: to the file `output`, or to stdout."""
    data = content.encode() if isinstance(content, str) else content
    if not data.endswith(b"\n"):
        data += b"\n"
    if output:
        _write(output, data)
        return
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def answer_json(value: Any, output: Path | None = None) -> None:
    """Give a value as JSON with sorted keys: equal values give equal bytes."""
    import msgspec

    answer(msgspec.json.format(msgspec.json.encode(value, order="sorted"), indent=2), output)


def talk(text: str, *, quiet: bool = False) -> None:
    """Say something beside the answer."""
    if not quiet:
        print(safe(text), file=sys.stderr)


def next_step(command: str, *, quiet: bool = False) -> None:
    """End with the next command to try."""
    talk(f"\nNext: {command}", quiet=quiet)


def ask_yes(question: str, *, yes: bool, no_input: bool) -> None:
    """Return when the user agrees. Raises UsageError where nobody can be asked or the answer is no."""
    if yes:
        return
    if no_input or not sys.stdin.isatty():
        raise UsageError("this changes the world, and nobody is here to agree", hint="add --yes")
    print(f"{safe(question)} Type yes: ", file=sys.stderr, end="", flush=True)
    if sys.stdin.readline().strip().lower() != "yes":
        raise UsageError("nothing was changed", hint="type yes, or add --yes")


def is_terminal() -> bool:
    """Whether the talk goes to a terminal."""
    return sys.stderr.isatty()


@contextmanager
def progress(what: str, *, quiet: bool) -> Iterator[Any]:
    """A progress bar on stderr as `step(done, total, note)`; silent without a terminal or with `quiet`."""
    if quiet or not is_terminal():
        yield lambda *_: None
        return
    bar = _bar()
    with bar:
        task = bar.add_task(what, total=None, note="")
        yield lambda done, total, note="": bar.update(task, completed=done, total=total, note=safe(note)[:48])


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[note]}", markup=False),
        console=Console(stderr=True),
        transient=True,
    )


def _write(path: Path, data: bytes) -> None:
    """Write the whole file or none of it. Raises OutsideError where the disk refuses."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise outside(error, path) from error


def outside(error: OSError, path: Path | str | None = None) -> OutsideError:
    """The error of the operating system as one sentence and a hint."""
    place = path or error.filename or "a file"
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return OutsideError(f"the disk is full: {place} could not be written", hint="free room, then run it again")
    return OutsideError(f"{place}: {error.strerror or error}", hint="check the path and its permissions")


def fail(error: PcicloudError) -> int:
    """Say what is wrong and what to do next; returns the exit code."""
    plain = os.environ.get("NO_COLOR") or not sys.stderr.isatty()
    label = "error:" if plain else "\x1b[1;31merror:\x1b[0m"
    print(f"{label} {safe(error.what)}", file=sys.stderr)
    if error.hint:
        print(f"       {safe(error.hint)}", file=sys.stderr)
    return error.exit_code
