"""What was seen, kept by the SHA-256 of its canonical JSON: `objects/ab/cdef…`, compressed with zlib."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from pcicloud.canonical import digest
from pcicloud.errors import StoreError
from pcicloud.evidence.disk import disk_errors, make_folder, write_durably

#: An object is no larger; a few bytes of zlib could else fill the memory of whoever reads a store from elsewhere.
BYTES_MAX = 1 << 30
_DIGEST = re.compile(r"[0-9a-f]{64}")


def is_digest(text: str) -> bool:
    """Whether the text is 64 lower-case hex digits, and so safe as a file's name."""
    return _DIGEST.fullmatch(text) is not None


class Objects:
    """The folder of objects of one store."""

    def __init__(self, folder: Path, *, staging: Path, bytes_max: int = BYTES_MAX) -> None:
        self._folder = folder
        self._staging = staging
        self._bytes_max = bytes_max

    def path(self, name: str) -> Path:
        """Where the object of this digest is."""
        if not is_digest(name):
            raise ValueError("an object's name is 64 hex digits")
        return self._folder / name[:2] / name[2:]

    def has(self, name: str) -> bool:
        """Whether the object is there, whole or not."""
        return self.path(name).is_file()

    def keep(self, content: bytes) -> str:
        """Store the bytes durably and return their digest; what is there already is left as it is.

        A damaged copy is replaced: the digest says what must stand there.
        Raises OutsideError, StoreError where it is too large to be read again.
        """
        if len(content) > self._bytes_max:
            raise StoreError(f"{len(content)} bytes are more than one object can hold", hint="look at fewer resources")
        name = digest(content)
        path = self.path(name)
        if not self._holds(path, content):
            make_folder(path.parent)
            write_durably(path, zlib.compress(content, 6), staging=self._staging)
        return name

    def fetch(self, name: str) -> bytes:
        """The bytes of this digest, checked against it. Raises StoreError if they are missing or others."""
        path = self.path(name)
        with disk_errors(path):
            try:
                stored = path.read_bytes()
            except FileNotFoundError:
                raise StoreError(f"object {name} is missing", hint="restore the store from a backup") from None
        content = self._decompress(stored)
        if content is None or digest(content) != name:
            raise StoreError(f"object {name} is damaged", hint="restore the store from a backup")
        return content

    def names(self) -> Iterator[str]:
        """The digest of each object, sorted. Raises StoreError at a file that isn't one."""
        for folder in sorted(self._folder.iterdir()):
            if folder.is_symlink() or not folder.is_dir():
                raise _foreign(folder)
            for path in sorted(folder.iterdir()):
                name = folder.name + path.name
                if path.is_symlink() or not is_digest(name) or not path.is_file():
                    raise _foreign(path)
                yield name

    def _holds(self, path: Path, content: bytes) -> bool:
        with disk_errors(path):
            try:
                return self._decompress(path.read_bytes()) == content
            except FileNotFoundError:
                return False

    def _decompress(self, stored: bytes) -> bytes | None:
        """The content, or None where the file is cut off, damaged, too large, or has something behind its end."""
        stream = zlib.decompressobj()
        try:
            content = stream.decompress(stored, self._bytes_max + 1)
        except zlib.error:
            return None
        return content if stream.eof and not stream.unused_data and len(content) <= self._bytes_max else None


def _foreign(path: Path) -> StoreError:
    return StoreError(f"{path} does not belong to the store", hint="move it elsewhere")
