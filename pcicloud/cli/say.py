"""How the command line speaks: the answer to stdout, the talk to stderr, errors with their next step."""

from __future__ import annotations

import errno
import os
import select
import shlex
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from pcicloud.cli.options import ENVIRONMENT_FILE
from pcicloud.errors import OutsideError, PcicloudError, UsageError

if TYPE_CHECKING:
    from rich.progress import Progress

OPEN_FILES = ("/dev/stdout", "/dev/stderr", "/dev/fd", "/proc")
STDOUT = ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")
CONTROL = {code: "\N{REPLACEMENT CHARACTER}" for code in (*range(32), *range(127, 160)) if code not in (9, 10)}


def safe(text: object) -> str:
    """A text that can't steer a terminal: control characters are shown as U+FFFD."""
    return str(text).translate(CONTROL)


def answer(content: bytes | str, output: Path | None = None) -> None:
    """Give the whole answer: to the file `output`, or to stdout (`-`).

    Raises OutsideError where not all of it could be written, BrokenPipeError where its reader has gone.
    """
    data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    if not data.endswith(b"\n"):
        data += b"\n"
    if output is None or str(output) in STDOUT:
        _write_stdout(data)
    else:
        _write(output, data)


def make_folder(path: Path) -> None:
    """Make the folder for several files. Raises UsageError where a file is in its place, OutsideError otherwise."""
    try:
        path.mkdir(exist_ok=True)
    except FileExistsError:
        raise UsageError(f"{path} is a file", hint="name a folder") from None
    except FileNotFoundError:
        raise UsageError(
            f"there is no folder {path.parent}", hint=f"mkdir -p {shlex.quote(str(path.parent))}"
        ) from None
    except OSError as error:
        raise outside(error, path) from error


def wrote(output: Path | None, *, quiet: bool) -> None:
    """Say that the answer is in the file, where it is in one."""
    if output and str(output) not in STDOUT:
        talk(f"wrote {output}", quiet=quiet)


def stdout() -> TextIO:
    """The stream of the answer. Raises OutsideError where the program was started without one."""
    if sys.stdout is None:
        raise OutsideError("there is no stdout to write the answer to", hint="name a file with --output")
    return sys.stdout


def answer_json(value: Any, output: Path | None = None) -> None:
    """Give a value as JSON with sorted keys: equal values give equal bytes."""
    import msgspec

    answer(msgspec.json.format(msgspec.json.encode(value, order="sorted"), indent=2), output)


def talk(text: str, *, quiet: bool = False) -> None:
    """Say something beside the answer."""
    if not quiet:
        _stderr(f"{safe(text)}\n")


def typed(*words: object, environment: Path | None = None) -> str:
    """A command of pcicloud as a person types it in a shell; `-e` is added for a file of another name or place."""
    other = ("-e", str(environment)) if environment not in (None, ENVIRONMENT_FILE) else ()
    return shlex.join(("pcicloud", *(str(word) for word in words), *other))


def next_step(command: str, *, quiet: bool = False) -> None:
    """End with the next command to try."""
    talk(f"\nNext: {command}", quiet=quiet)


def ask_yes(question: str, *, yes: bool, no_input: bool) -> None:
    """Return when the user agrees. Raises UsageError where nobody can be asked or the answer is no."""
    if yes:
        return
    if no_input or sys.stdin is None or not sys.stdin.isatty():
        raise UsageError("this changes the world, and nobody is here to agree", hint="add --yes")
    _stderr(f"{safe(question)} Type yes: ")
    if sys.stdin.readline().strip().lower() != "yes":
        raise UsageError("nothing was changed", hint="type yes, or add --yes")


def is_terminal() -> bool:
    """Whether the talk goes to a terminal."""
    return sys.stderr is not None and sys.stderr.isatty()


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


def _write_stdout(data: bytes) -> None:
    stream = stdout()
    try:
        stream.flush()
        # With PYTHONUNBUFFERED the buffer is the raw file itself.
        _pour(getattr(stream.buffer, "raw", stream.buffer), data)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise outside(error, "stdout") from error


def _pour(raw: Any, data: bytes) -> None:
    """Write all of the data to an unbuffered file, which takes as much at a time as it has room for.

    A full disk or a reader that goes away shows only when the rest is written: OSError.
    """
    left = memoryview(data)
    while left:
        taken = raw.write(left)
        if taken is None:
            select.select([], [raw], [])
        left = left[taken or 0 :]


def _write(path: Path, data: bytes) -> None:
    """Write the whole file or none of it; what is no regular file (a device, a pipe) is written to as it is.

    Raises UsageError where the path can't be a file, OutsideError where the disk refuses.
    """
    try:
        if path.is_dir():
            raise UsageError(f"{path} is a folder", hint=f"name a file in it: {shlex.quote(str(path / 'FILE'))}")
        if not path.parent.is_dir():
            raise UsageError(f"there is no folder {path.parent}", hint=f"mkdir -p {shlex.quote(str(path.parent))}")
        if _is_special(path):
            with path.open("wb", buffering=0) as device:
                _pour(device, data)
            return
        _replace(path.resolve(), data)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise outside(error, path) from error


def _is_special(path: Path) -> bool:
    """Whether it is a device or a pipe, or a name for an open file such as /dev/stdout."""
    is_open_file = any(path.absolute().is_relative_to(place) for place in OPEN_FILES)
    return is_open_file or (path.exists() and not stat.S_ISREG(path.stat().st_mode))


def _replace(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(data)
        if path.exists():
            shutil.copymode(path, part)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def outside(error: OSError, path: Path | str | None = None) -> OutsideError:
    """The error of the operating system as one sentence and a hint."""
    place = path or error.filename or "a file"
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return OutsideError(f"the disk is full: {place} could not be written", hint="free room, then run it again")
    return OutsideError(f"{place}: {error.strerror or error}", hint="check the path and its permissions")


def fail(error: PcicloudError) -> int:
    """Say what is wrong and what to do next; returns the exit code."""
    label = "error:" if os.environ.get("NO_COLOR") or not is_terminal() else "\x1b[1;31merror:\x1b[0m"
    hint = f"       {safe(error.hint)}\n" if error.hint else ""
    _stderr(f"{label} {safe(error.what)}\n{hint}")
    return error.exit_code


def mute(descriptor: int = 1) -> None:
    """Send what is still to be written to stdout (or stderr: 2) nowhere: nobody takes it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)


def _stderr(text: str) -> None:
    """Write the text in one piece, so that lines of several threads stay whole; nobody there is no error."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        # What is left in the buffer would fail again when Python leaves, and change the exit code to 120.
        mute(2)
