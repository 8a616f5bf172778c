"""The index of the evidence log, in SQLite: where each line is and what it is about. It can always be made anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from pcicloud.canonical import digest
from pcicloud.errors import OutsideError, StoreError

_VERSION = 1
_TABLES = """
CREATE TABLE lines (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL, start INTEGER NOT NULL, length INTEGER NOT NULL,
    schema TEXT NOT NULL, run TEXT NOT NULL, collector TEXT NOT NULL, target TEXT NOT NULL
) STRICT;
CREATE INDEX lines_by_run ON lines (run, collector, target);
CREATE INDEX lines_by_schema ON lines (schema, collector, target);
CREATE INDEX lines_by_id ON lines (id);
"""
_COLUMNS = "number, id, start, length, schema, run, collector, target"


class Entry(msgspec.Struct, frozen=True):
    """One line of the log: its number from 0, its id, where it is in the file (bytes, newline left out), its keys."""

    number: int
    id: str
    start: int
    length: int
    schema: str
    run: str
    collector: str
    target: str


class _Keys(msgspec.Struct):
    schema: str
    run: str = ""
    collector: str = ""
    target: str = ""


_keys = msgspec.json.Decoder(_Keys)


def entry_of(line: bytes, *, number: int, start: int) -> Entry:
    """The entry for a line without its newline. Raises msgspec.MsgspecError for one that has no schema."""
    keys = _keys.decode(line)
    return Entry(number, digest(line), start, len(line), keys.schema, keys.run, keys.collector, keys.target)


class UnusableIndexError(StoreError):
    """The index file is missing, damaged, of another version, or can't be opened: make it anew from the log."""

    def __init__(self, place: Path, what: object) -> None:
        super().__init__(f"{place}: {what}", hint="remove the index: the next collect makes it anew from the log")


class LineIndex:
    """A connection to the index. Every statement is fetched whole, so that no reader holds up the writer."""

    def __init__(self, connection: sqlite3.Connection, place: Path) -> None:
        self._connection = connection
        self._place = place

    def close(self) -> None:
        self._connection.close()

    def add(self, entries: Iterable[Entry]) -> None:
        """Add entries, all or none, durably. Raises OutsideError."""
        rows = [msgspec.structs.astuple(entry) for entry in entries]
        try:
            with self._connection:
                self._connection.execute("BEGIN IMMEDIATE")
                self._connection.executemany("INSERT INTO lines VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        except sqlite3.OperationalError as error:
            raise OutsideError(f"{self._place}: {error}", hint="make room and run the same command again") from error
        except sqlite3.DatabaseError as error:
            raise UnusableIndexError(self._place, error) from error

    def complete(self) -> None:
        """Mark a new index as one that holds every acknowledged line. Raises OutsideError."""
        try:
            self._connection.execute(f"PRAGMA user_version = {_VERSION}")
        except sqlite3.OperationalError as error:
            raise OutsideError(f"{self._place}: {error}", hint="make room and run the same command again") from error

    def end(self) -> tuple[int, int]:
        """How many lines are indexed, and where in the file the next one starts."""
        rows = self._rows("SELECT number + 1, start + length + 1 FROM lines ORDER BY number DESC LIMIT 1", ())
        return (rows[0][0], rows[0][1]) if rows else (0, 0)

    def find(
        self,
        *,
        line_id: str | None = None,
        schema: str | None = None,
        run: str | None = None,
        collector: str | None = None,
        target: str | None = None,
    ) -> list[Entry]:
        """The entries with these values, where None is any, in the log's order. Raises UnusableIndexError."""
        keys = {"id": line_id, "schema": schema, "run": run, "collector": collector, "target": target}
        wanted = {column: value for column, value in keys.items() if value is not None}
        condition = " AND ".join(f"{column} = ?" for column in wanted) or "TRUE"
        query = f"SELECT {_COLUMNS} FROM lines WHERE {condition} ORDER BY number"  # noqa: S608 (fixed names only)
        return [Entry(*row) for row in self._rows(query, tuple(wanted.values()))]

    def _rows(self, query: str, values: tuple[str, ...]) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise UnusableIndexError(self._place, error) from error


def index_files(path: Path) -> tuple[Path, ...]:
    """The index and the files that SQLite may have beside it."""
    return tuple(path.with_name(path.name + end) for end in ("", "-journal", "-wal", "-shm"))


def create_index(path: Path) -> LineIndex:
    """A new, empty index file in place of an old one; it counts only once it is `complete`. Raises OutsideError."""
    for file in index_files(path):
        file.unlink(missing_ok=True)
    try:
        index = LineIndex(_connect(f"{path.absolute().as_uri()}?mode=rwc"), path)
        index._connection.executescript(f"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; {_TABLES}")
    except sqlite3.OperationalError as error:
        raise OutsideError(f"{path}: {error}", hint="check the disk and who may write to this folder") from error
    path.chmod(0o600)
    return index


def open_index(path: Path, *, write: bool) -> LineIndex:
    """The index at `path`. Raises UnusableIndexError."""
    try:
        index = LineIndex(_connect(f"{path.absolute().as_uri()}?mode={'rw' if write else 'ro'}"), path)
    except sqlite3.OperationalError as error:
        raise UnusableIndexError(path, error) from error
    try:
        index._rows("PRAGMA synchronous = FULL", ())
        if index._rows("PRAGMA user_version", ()) != [(_VERSION,)]:
            raise UnusableIndexError(path, "it is incomplete or of another version")
        index.end()
    except UnusableIndexError:
        index.close()
        raise
    return index


def index_in_memory(place: Path) -> LineIndex:
    """An empty index that is gone with its process, for readers who can't write; `place` is named in errors."""
    index = LineIndex(_connect("file::memory:"), place)
    index._connection.executescript(_TABLES)
    return index


def _connect(uri: str) -> sqlite3.Connection:
    return sqlite3.connect(uri, uri=True, timeout=10, isolation_level=None, check_same_thread=False)
