"""The evidence store of one environment: keep what was seen, append to the log, sign it, read it again."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from pcicloud.canonical import canonical
from pcicloud.errors import EvidenceMissing, StoreError, UsageError
from pcicloud.evidence.checkpoint import Checkpoint, open_checkpoint
from pcicloud.evidence.disk import disk_errors, make_folder, write_durably
from pcicloud.evidence.keys import create_signing_key, load_signer, read_verifier, verifier_bytes
from pcicloud.evidence.layout import Layout, StoreFile, read_store_file, store_file_bytes
from pcicloud.evidence.line_index import Entry
from pcicloud.evidence.lock import lock
from pcicloud.evidence.log import Log
from pcicloud.evidence.merkle import Tree
from pcicloud.evidence.objects import Objects
from pcicloud.evidence.reading import Line, runs_of
from pcicloud.model.outcome import Json
from pcicloud.model.run import RunRecord


class Store:
    """An open store; make one with `Store.open`. It may be used by several threads of its process."""

    def __init__(self, layout: Layout, *, environment: str, log: Log, lock: int | None, signing_key: Path) -> None:
        self.environment = environment
        self.layout = layout
        self._log = log
        self._lock = lock
        self._signing_key = signing_key
        self._objects = Objects(layout.objects, staging=layout.staging)
        self.verifier = read_verifier(layout.verifier, environment)
        self._one_at_a_time = threading.Lock()

    @classmethod
    def open(
        cls, folder: Path, *, write: bool = False, environment: str | None = None, signing_key: Path | None = None
    ) -> Self:
        """Open the store in `folder`; with `write`, make it if there is none and mend what a cut-off run left.

        A new store needs the environment's name. The private key is at `signing_key`, else where PCICLOUD_SIGNING_KEY
        says, else in the store; a new one is made where none is. Raises StoreError (damaged, newer, in use, of another
        environment), EvidenceMissing (nothing to read), UsageError, OutsideError.
        """
        layout = Layout(folder)
        key = signing_key or Path(os.environ.get("PCICLOUD_SIGNING_KEY") or layout.signing_key)
        if write:
            return cls._open_for_writing(layout, environment, key)
        found = _environment(layout, environment)
        log = Log.for_reading(layout.log, layout.index)
        return cls(layout, environment=found, log=log, lock=None, signing_key=key)

    @classmethod
    def _open_for_writing(cls, layout: Layout, environment: str | None, key: Path) -> Self:
        if layout.store_file.exists():
            _environment(layout, environment)
        else:
            _refuse_unfit(layout, environment)
            make_folder(layout.folder)
        held = lock(layout.lock)
        try:
            if environment and not layout.store_file.exists():
                _create(layout, environment, key)
            found = _environment(layout, environment)
            _clear(layout.staging)
            sizes = checkpoint_sizes(layout)
            log = Log.for_writing(layout.log, layout.index, signed=sizes[-1] if sizes else 0)
            return cls(layout, environment=found, log=log, lock=held, signing_key=key)
        except BaseException:
            os.close(held)
            raise

    def close(self) -> None:
        """Close the files and give back the lock."""
        self._log.close()
        if self._lock is not None:
            os.close(self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def vkey(self) -> str:
        """The C2SP verifier key of the log: what others need, and may know, to verify its checkpoints."""
        return str(self.verifier)

    def keep(self, value: Any) -> str:
        """Store a JSON value or Struct as an object, durably, and return its digest. Raises OutsideError."""
        self._must_write()
        return self._objects.keep(canonical(value))

    def append(self, value: msgspec.Struct) -> Line:
        """Append one line to the log; it is durable on return. For many, `append_all` is much faster."""
        return self.append_all([value])[0]

    def append_all(self, values: Sequence[msgspec.Struct]) -> list[Line]:
        """Append lines together; all are durable on return. A crash before it may leave the first of them.

        Raises OutsideError if the disk refuses; the store must then be opened again. ValueError for a line that names
        an object that was not kept or another environment.
        """
        self._must_write()
        for value in values:
            if getattr(value, "environment", self.environment) != self.environment:
                raise ValueError(f"the store is of {self.environment}, the line is not")
            named = getattr(value, "object", None)
            if named is not None and not self._objects.has(named):
                raise ValueError(f"keep the object {named} before its line is appended")
        with self._one_at_a_time:
            return [_line(entry) for entry in self._log.append_all([canonical(value) for value in values])]

    def sign(self) -> str:
        """Sign the log as it is now, keep that checkpoint and return it, a C2SP signed note.

        Raises StoreError if the key is missing or another, or if the log no longer holds what was signed before.
        """
        if self._lock is None:
            raise StoreError(
                f"{self.layout.log} has lines that are not signed yet", hint="open it for writing: pcicloud collect"
            )
        with self._one_at_a_time:
            tree = self.tree()
            for checkpoint, _ in self.checkpoints()[-1:]:
                if checkpoint.size > len(tree) or tree.root(checkpoint.size) != checkpoint.root:
                    raise StoreError(
                        f"{self.layout.log}: the first {checkpoint.size} lines are not those that were signed",
                        hint="restore the store from a backup",
                    )
            size = len(tree)
            note = self.sign_text(Checkpoint(origin=self.verifier.name, size=size, root=tree.root(size)).text())
            write_durably(self.layout.checkpoint(size), note.encode(), staging=self.layout.staging)
            return note

    def sign_text(self, text: str) -> str:
        """The text as a note signed with the log's key. Raises StoreError if the key is missing or another."""
        signer = load_signer(self._signing_key, self.environment)
        if signer is None or signer.verifier != self.verifier:
            problem = "is missing" if signer is None else "is not the one that the log was begun with"
            raise StoreError(
                f"the signing key {self._signing_key} {problem}", hint="let PCICLOUD_SIGNING_KEY name its file"
            )
        return signer.sign(text)

    def tree(self) -> Tree:
        """The Merkle tree over the lines of the log, read from the file."""
        return Tree(self._log.acknowledged())

    def checkpoints(self) -> list[tuple[Checkpoint, str]]:
        """Every checkpoint so far, oldest first, each with its note. Raises StoreError for one that is not ours."""
        found = []
        for size in checkpoint_sizes(self.layout):
            path = self.layout.checkpoint(size)
            with disk_errors(path):
                note = path.read_bytes()
            checkpoint = open_checkpoint(note, self.verifier, place=str(path))
            if checkpoint.size != size:
                raise StoreError(f"{path}: the checkpoint is of {checkpoint.size} lines", hint="it was renamed")
            found.append((checkpoint, note.decode()))
        return found

    def lines(
        self,
        schema: str | None = None,
        *,
        run: str | None = None,
        collector: str | None = None,
        target: str | None = None,
    ) -> Iterator[tuple[Line, Json]]:
        """The lines with these values, in the log's order, each with its content. Raises StoreError."""
        for line, content in self.raw_lines(schema, run=run, collector=collector, target=target):
            yield line, msgspec.json.decode(content)

    def raw_lines(
        self,
        schema: str | None = None,
        *,
        run: str | None = None,
        collector: str | None = None,
        target: str | None = None,
    ) -> Iterator[tuple[Line, bytes]]:
        """The same lines as bytes: what the ids and the Merkle tree are made of."""
        with self._one_at_a_time:
            entries = self._log.index.find(schema=schema, run=run, collector=collector, target=target)
        for entry in entries:
            yield _line(entry), self._log.read(entry)

    def line(self, line_id: str) -> tuple[Line, Json]:
        """The line of this id. Raises EvidenceMissing."""
        with self._one_at_a_time:
            entries = self._log.index.find(line_id=line_id)
        if not entries:
            raise EvidenceMissing(f"the log has no line {line_id}", hint="it may be in another store or bundle")
        return _line(entries[0]), msgspec.json.decode(self._log.read(entries[0]))

    def fetch(self, digest: str) -> bytes:
        """The bytes of an object, checked against their digest. Raises StoreError."""
        return self._objects.fetch(digest)

    def runs(self) -> tuple[RunRecord, ...]:
        """The runs, in the order in which they began."""
        return runs_of(self.lines)

    def _must_write(self) -> None:
        if self._lock is None:
            raise ValueError("the store was opened for reading")


def checkpoint_sizes(layout: Layout) -> list[int]:
    """The sizes of the log at which it was signed, ascending. Raises StoreError at a file that isn't a checkpoint."""
    sizes = []
    with disk_errors(layout.checkpoints):
        for path in sorted(layout.checkpoints.iterdir()):
            size = int(path.stem) if path.stem.isdecimal() else -1
            if path != layout.checkpoint(size) or path.is_symlink() or not path.is_file():
                raise StoreError(f"{path} does not belong to the store", hint="move it elsewhere")
            sizes.append(size)
    return sorted(sizes)


def _create(layout: Layout, environment: str, key: Path) -> None:
    for folder in layout.folders():
        make_folder(folder)
    if not key.exists():
        create_signing_key(key, staging=layout.staging if key == layout.signing_key else key.parent)
    signer = load_signer(key, environment)
    if signer is None:
        raise StoreError(f"the signing key {key} is gone", hint="run the same command again")
    write_durably(layout.verifier, verifier_bytes(signer.verifier), staging=layout.staging)
    write_durably(layout.log, b"", staging=layout.staging)
    content = store_file_bytes(StoreFile(environment=environment))
    write_durably(layout.store_file, content, staging=layout.staging)


def _environment(layout: Layout, wanted: str | None) -> str:
    found = read_store_file(layout.store_file).environment
    if wanted is not None and wanted != found:
        raise StoreError(f"{layout.folder} holds the evidence of {found}, not of {wanted}", hint="give another folder")
    return found


def _refuse_unfit(layout: Layout, environment: str | None) -> None:
    """Raise UsageError where no environment is named, StoreError for a folder with things that no store has."""
    if not environment:
        raise UsageError(f"{layout.folder} holds no evidence yet", hint="name the environment that it is for")
    own = {path.name for path in (*layout.folders(), *layout.files())}
    if layout.folder.exists():
        with disk_errors(layout.folder):
            foreign = sorted(path.name for path in layout.folder.iterdir() if path.name not in own)
        if foreign:
            raise StoreError(
                f"{layout.folder} is not an evidence store: it holds {foreign[0]}", hint="give a new or empty folder"
            )


def _clear(staging: Path) -> None:
    """Remove what a cut-off writer did not finish."""
    with disk_errors(staging):
        for path in staging.iterdir():
            path.unlink()


def _line(entry: Entry) -> Line:
    return Line(entry.number, entry.id)
