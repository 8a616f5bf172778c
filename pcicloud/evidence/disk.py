"""Writing so that what was written is there after a crash, and what the disk refuses is told in plain words."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pcicloud.errors import OutsideError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Turn an OSError inside of the block into an OutsideError that names the path and what to do."""
    try:
        yield
    except OSError as error:
        raise outside(path, error) from error


def outside(path: Path, error: OSError) -> OutsideError:
    """The OutsideError for what the disk said of this path."""
    if error.errno in _FULL:
        return OutsideError(f"{path}: the disk is full", hint="make room and run the same command again")
    reason = os.strerror(error.errno) if error.errno else str(error)
    return OutsideError(f"{path}: {reason.lower()}", hint="check the disk and who may write to this folder")


def write_durably(path: Path, content: bytes, *, staging: Path, mode: int = 0o600) -> None:
    """Put the content at `path`, whole or not at all, and let it be durable on return.

    `staging` is a folder of the same file system for the unfinished file. Raises OutsideError.
    """
    unfinished = staging / f".{path.name[:40]}.{secrets.token_hex(8)}"
    with disk_errors(path):
        try:
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
            try:
                write_all(descriptor, content)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            unfinished.replace(path)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def write_all(descriptor: int, content: bytes) -> None:
    """Write every byte: the system may take fewer at a time. Raises OSError."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def make_folder(path: Path) -> None:
    """Make the folder, for its owner only, durably; one that is there stays as it is. Raises OutsideError."""
    with disk_errors(path):
        try:
            path.mkdir(mode=0o700, parents=True)
        except FileExistsError:
            return
        sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Let the folder's list of names be durable. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
