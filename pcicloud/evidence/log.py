"""The evidence log: a file of canonical JSON lines that only grows, beside an index of them.

What `append_all` has acknowledged survives a kill and a power cut: the lines are durable before the index knows of
them, and the index is durable before the call returns. So lines behind the index's end are unacknowledged, and the
next writer takes them in if they are whole and cuts them away if they are torn.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

import msgspec

from pcicloud.canonical import canonical, digest
from pcicloud.errors import OutsideError, StoreError
from pcicloud.evidence.disk import disk_errors, outside, write_all
from pcicloud.evidence.line_index import (
    Entry,
    LineIndex,
    UnusableIndexError,
    create_index,
    entry_of,
    index_in_memory,
    open_index,
)

_RESTORE = "restore the store from a backup"


class Log:
    """An open log. Readers see what is in the index; one writer appends."""

    def __init__(self, path: Path, *, index: LineIndex, write: bool) -> None:
        self.path = path
        self.index = index
        self._broken = False
        with disk_errors(path):
            try:
                self._descriptor = os.open(path, (os.O_RDWR if write else os.O_RDONLY) | os.O_CLOEXEC)
            except FileNotFoundError:
                raise StoreError(f"{path} is missing", hint=_RESTORE) from None

    @classmethod
    def for_reading(cls, path: Path, index_path: Path) -> Self:
        """Open for reading, with the index on the disk or, where that is of no use, one made anew in memory."""
        try:
            return cls(path, index=open_index(index_path, write=False), write=False)
        except UnusableIndexError:
            index = index_in_memory(index_path)
            index.add(_whole_lines(path))
            return cls(path, index=index, write=False)

    @classmethod
    def for_writing(cls, path: Path, index_path: Path, *, signed: int) -> Self:
        """Open for writing after mending what a cut-off writer left; `signed` lines must be there.

        Raises StoreError if acknowledged or signed lines are gone or changed.
        """
        try:
            index = open_index(index_path, write=True)
            known = True
        except UnusableIndexError:
            index, known = create_index(index_path), False
        log = cls(path, index=index, write=True)
        try:
            log._mend(signed, cut_whole_lines=known)
            if not known:
                index.complete()
        except BaseException:
            log.close()
            raise
        return log

    def close(self) -> None:
        """Close the file and the index."""
        os.close(self._descriptor)
        self.index.close()

    def append_all(self, lines: Sequence[bytes]) -> list[Entry]:
        """Append lines (without newline) together; they are durable on return.

        Raises OutsideError, and then nothing is acknowledged and the log takes no more until it is opened again.
        """
        if self._broken:
            raise OutsideError(f"{self.path}: an earlier write failed", hint="run the same command again")
        number, end = self.index.end()
        entries, start = [], end
        for offset, line in enumerate(lines):
            entries.append(entry_of(line, number=number + offset, start=start))
            start += len(line) + 1
        self._broken = True
        self._write(b"".join(line + b"\n" for line in lines), end)
        self.index.add(entries)
        self._broken = False
        return entries

    def read(self, entry: Entry) -> bytes:
        """The bytes of a line, checked against its id. Raises StoreError."""
        with disk_errors(self.path):
            line = os.pread(self._descriptor, entry.length, entry.start)
        if digest(line) != entry.id:
            raise StoreError(f"{self.path}:{entry.number + 1}: the line is damaged", hint=_RESTORE)
        return line

    def acknowledged(self) -> Iterator[bytes]:
        """Every line that the index knows, read from the file alone, in order."""
        count, _ = self.index.end()
        for (_, line, _), _ in zip(raw_lines(self.path), range(count), strict=False):
            yield line

    def _write(self, content: bytes, end: int) -> None:
        try:
            os.lseek(self._descriptor, end, os.SEEK_SET)
            write_all(self._descriptor, content)
            os.fsync(self._descriptor)
        except OSError as error:
            with disk_errors(self.path):
                os.ftruncate(self._descriptor, end)
            raise outside(self.path, error) from error

    def _mend(self, signed: int, *, cut_whole_lines: bool) -> None:
        """Take in the whole lines behind the index's end and cut away the torn rest."""
        number, end = self.index.end()
        size = os.fstat(self._descriptor).st_size
        if size < end:
            raise StoreError(f"{self.path}: lines that were acknowledged are gone", hint=_RESTORE)
        entries: list[Entry] = []
        cut = size
        for start, line, whole in raw_lines(self.path, start=end):
            entry = _entry(line, number=number + len(entries), start=start) if whole else None
            if entry is None:
                cut = start
                if whole and not cut_whole_lines:
                    raise StoreError(f"{self.path}:{number + len(entries) + 1}: the line is damaged", hint=_RESTORE)
                break
            entries.append(entry)
        if number + len(entries) < signed:
            raise StoreError(f"{self.path}: lines that were signed are gone", hint=_RESTORE)
        if cut < size:
            with disk_errors(self.path):
                os.ftruncate(self._descriptor, cut)
                os.fsync(self._descriptor)
        if entries:
            self.index.add(entries)


def raw_lines(path: Path, start: int = 0) -> Iterator[tuple[int, bytes, bool]]:
    """Each line of the file from `start` on: where it begins, its bytes without newline, and whether that was there."""
    with disk_errors(path), path.open("rb") as file:
        file.seek(start)
        for raw in file:
            yield start, raw.removesuffix(b"\n"), raw.endswith(b"\n")
            start += len(raw)


def is_canonical(line: bytes) -> bool:
    """Whether the bytes are the one canonical form of a JSON value."""
    try:
        return canonical(json.loads(line)) == line
    except (ValueError, RecursionError):
        return False


def _entry(line: bytes, *, number: int, start: int) -> Entry | None:
    """The entry, or None for what `append_all` would never have written."""
    if not is_canonical(line):
        return None
    try:
        return entry_of(line, number=number, start=start)
    except msgspec.MsgspecError:
        return None


def _whole_lines(path: Path) -> Iterator[Entry]:
    for number, (start, line, whole) in enumerate(raw_lines(path)):
        if not whole:
            return
        entry = _entry(line, number=number, start=start)
        if entry is None:
            raise StoreError(f"{path}:{number + 1}: the line is damaged", hint=_RESTORE)
        yield entry
