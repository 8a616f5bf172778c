"""Reads the files of a bundle that somebody handed over: plain files only, and only those that its manifest lists."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from pcicloud.canonical import digest
from pcicloud.errors import StoreError
from pcicloud.evidence.bundle_format import LOG_FILES, MANIFEST, MANIFEST_NOTE, BundleFile, Manifest, is_free_path
from pcicloud.evidence.disk import disk_errors

_AGAIN = "ask for the bundle again"
#: No file of a bundle is larger: what claims to be would only fill the reader's memory.
_BYTES_MAX = 1 << 30


def verify_files(folder: Path, manifest: Manifest) -> None:
    """Raises StoreError where the folder holds other files than the manifest lists, or one that is not as listed."""
    for file in manifest.files:
        if not is_free_path(file.path) and file.path not in LOG_FILES and not file.path.startswith("objects/"):
            raise StoreError(f"{folder / file.path} does not belong to the bundle", hint="remove it")
        read_listed(folder, file)
    listed = {file.path for file in manifest.files}
    for path in sorted(_paths(folder)):
        if path not in listed and path not in {MANIFEST, MANIFEST_NOTE}:
            raise StoreError(f"{folder / path} does not belong to the bundle", hint="remove it")


def read_listed(folder: Path, file: BundleFile) -> bytes:
    """The bytes of a file, which are those that the manifest lists. Raises StoreError."""
    content = read_file(folder, file.path)
    if len(content) != file.size or digest(content) != file.sha256:
        raise StoreError(f"{folder / file.path} is not the file that was signed", hint=_AGAIN)
    return content


def read_file(folder: Path, path: str) -> bytes:
    """The bytes of a plain file: a link is not followed and a pipe is not waited for. Raises StoreError."""
    place = folder / path
    with disk_errors(place):
        try:
            descriptor = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except (FileNotFoundError, NotADirectoryError):
            raise StoreError(f"{place} is missing from the bundle", hint=_AGAIN) from None
        except OSError as error:
            if error.errno not in (errno.ELOOP, errno.ENXIO):
                raise
            raise StoreError(f"{place} is a link and no file", hint=_AGAIN) from None
        with os.fdopen(descriptor, "rb") as file:
            seen = os.fstat(descriptor)
            if not stat.S_ISREG(seen.st_mode):
                raise StoreError(f"{place} is not a plain file", hint=_AGAIN)
            if seen.st_size > _BYTES_MAX:
                raise StoreError(f"{place} is larger than a file of a bundle can be", hint=_AGAIN)
            return file.read()


def _paths(folder: Path) -> Iterator[str]:
    """Each file below the folder and each folder without any, as a path with forward slashes.

    Links to folders are named and not followed.
    """
    for parent, folders, files in os.walk(folder):
        links = [name for name in folders if Path(parent, name).is_symlink()]
        empty = ["."] if not files and not folders else []
        for name in (*files, *links, *empty):
            yield Path(parent, name).relative_to(folder).as_posix()
