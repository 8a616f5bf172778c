"""A bundle that somebody handed over: it is verified whole before a word of it is read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from pcicloud.canonical import canonical, digest
from pcicloud.errors import EvidenceMissing, StoreError
from pcicloud.evidence.bundle_format import (
    CHECKPOINT,
    HISTORY,
    LINES,
    MANIFEST,
    MANIFEST_NOTE,
    PROOFS,
    VERIFIER,
    VERSION,
    Former,
    Inclusion,
    Manifest,
    manifest_text,
    object_path,
)
from pcicloud.evidence.checkpoint import Checkpoint, open_checkpoint
from pcicloud.evidence.disk import disk_errors
from pcicloud.evidence.keys import read_verifier
from pcicloud.evidence.line_index import Entry, entry_of
from pcicloud.evidence.log import is_canonical
from pcicloud.evidence.merkle import is_consistent, is_included, leaf_hash
from pcicloud.evidence.note import Verifier, open_note
from pcicloud.evidence.objects import is_digest
from pcicloud.evidence.reading import Line, runs_of
from pcicloud.evidence.verified import Verified
from pcicloud.model.outcome import Json
from pcicloud.model.run import RunRecord

_AGAIN = "ask for the bundle again"
_SCHEMA = re.compile(r"pcicloud\.bundle/([1-9][0-9]{0,5})")
_Value = TypeVar("_Value")


class _Proven(NamedTuple):
    """A line of the log that the checkpoint covers; its entry has its number in the log, not its place in a file."""

    entry: Entry
    content: bytes


class Bundle:
    """A verified bundle; make one with `open_bundle`. It reads like a store."""

    def __init__(self, folder: Path, manifest: Manifest, *, lines: list[_Proven], verified: Verified) -> None:
        self.folder = folder
        self.manifest = manifest
        self.environment = manifest.environment
        self.vkey = verified.vkey
        self.verified = verified
        self._lines = lines

    def lines(
        self,
        schema: str | None = None,
        *,
        run: str | None = None,
        collector: str | None = None,
        target: str | None = None,
    ) -> Iterator[tuple[Line, Json]]:
        """The lines with these values, in the log's order, each with its content."""
        wanted = {"schema": schema, "run": run, "collector": collector, "target": target}
        for entry, content in self._lines:
            if all(value is None or getattr(entry, name) == value for name, value in wanted.items()):
                yield Line(entry.number, entry.id), msgspec.json.decode(content)

    def line(self, line_id: str) -> tuple[Line, Json]:
        """The line of this id. Raises EvidenceMissing."""
        for entry, content in self._lines:
            if entry.id == line_id:
                return Line(entry.number, entry.id), msgspec.json.decode(content)
        raise EvidenceMissing(f"the bundle has no line {line_id}", hint="it may be in another store or bundle")

    def fetch(self, name: str) -> bytes:
        """The bytes of an object, checked against their digest. Raises StoreError."""
        return _read_object(self.folder, name)

    def runs(self) -> tuple[RunRecord, ...]:
        """The one run of the bundle."""
        return runs_of(self.lines)


def open_bundle(folder: Path, *, vkey: str | None = None) -> Bundle:
    """The bundle in `folder`, after everything in it was verified.

    `vkey` is the verifier key to expect: without it the signatures show only that all is of one piece, since anybody
    can sign with a key of their own. Raises StoreError that names the first thing that does not fit, and
    EvidenceMissing where there is no bundle.
    """
    if not (folder / MANIFEST).is_file():
        raise EvidenceMissing(f"{folder} is not a bundle: it has no {MANIFEST}", hint="name the folder of a bundle")
    manifest_bytes = _read(folder, MANIFEST)
    manifest = _parse_manifest(manifest_bytes, folder / MANIFEST)
    verifier = _verify_signer(folder, manifest, vkey)
    note = open_note(_read(folder, MANIFEST_NOTE), verifier, place=str(folder / MANIFEST_NOTE))
    if note != manifest_text(verifier.name, manifest_bytes):
        raise StoreError(f"{folder / MANIFEST} is not the manifest that was signed", hint=_AGAIN)
    _verify_files(folder, manifest)
    checkpoint = open_checkpoint(_read(folder, CHECKPOINT), verifier, place=str(folder / CHECKPOINT))
    lines = _verify_lines(folder, manifest.run, checkpoint)
    former = _verify_history(folder, verifier, checkpoint)
    verified = Verified(
        kind="bundle",
        environment=manifest.environment,
        vkey=str(verifier),
        pinned=vkey is not None,
        lines=len(lines),
        signed_lines=len(lines),
        objects=_verify_objects(folder, manifest, lines),
        checkpoints=former + 1,
    )
    return Bundle(folder, manifest, lines=lines, verified=verified)


def _parse_manifest(content: bytes, place: Path) -> Manifest:
    damaged = StoreError(f"{place}: the manifest is damaged", hint=_AGAIN)
    try:
        version = _SCHEMA.fullmatch(msgspec.json.decode(content)["schema"])
        if version is not None and int(version[1]) > VERSION:
            raise StoreError(f"{place.parent} was written by a newer pcicloud", hint="update pcicloud")
        manifest = msgspec.json.decode(content, type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError, KeyError, TypeError):
        raise damaged from None
    if version is None or canonical(manifest) + b"\n" != content:
        raise damaged
    return manifest


def _verify_signer(folder: Path, manifest: Manifest, vkey: str | None) -> Verifier:
    verifier = read_verifier(folder / VERIFIER, manifest.environment)
    if vkey is not None and vkey != str(verifier):
        raise StoreError(f"{folder} is signed with another key: {verifier}", hint="ask the owner for the right key")
    return verifier


def _verify_files(folder: Path, manifest: Manifest) -> None:
    """The files in the folder are those of the manifest, each with its size and digest; no links."""
    listed = {file.path: file for file in manifest.files}
    for path in sorted(_paths(folder)):
        if path not in listed and path not in {MANIFEST, MANIFEST_NOTE}:
            raise StoreError(f"{folder / path} does not belong to the bundle", hint="remove it")
        if (folder / path).is_symlink():
            raise StoreError(f"{folder / path} is a link and no file", hint=_AGAIN)
    for path, file in listed.items():
        content = _read(folder, path)
        if len(content) != file.size or digest(content) != file.sha256:
            raise StoreError(f"{folder / path} is not the file that was signed", hint=_AGAIN)


def _paths(folder: Path) -> Iterator[str]:
    """Each file below the folder, as a path with forward slashes; links to folders are named and not followed."""
    for parent, folders, files in os.walk(folder):
        links = [name for name in folders if Path(parent, name).is_symlink()]
        for name in (*files, *links):
            yield Path(parent, name).relative_to(folder).as_posix()


def _verify_lines(folder: Path, run: str, checkpoint: Checkpoint) -> list[_Proven]:
    """The run's lines, each of which the checkpoint covers, in the log's order."""
    place = folder / LINES
    lines = _rows(folder, LINES)
    proofs = [_parse(row, Inclusion, folder / PROOFS) for row in _rows(folder, PROOFS)]
    if len(lines) != len(proofs):
        raise StoreError(f"{folder / PROOFS}: {len(proofs)} proofs for {len(lines)} lines", hint=_AGAIN)
    found: list[_Proven] = []
    for row, (line, inclusion) in enumerate(zip(lines, proofs, strict=True), 1):
        damaged = StoreError(f"{place}:{row}: the line is damaged", hint=_AGAIN)
        if not is_canonical(line):
            raise damaged
        try:
            entry = entry_of(line, number=inclusion.index, start=0)
        except msgspec.MsgspecError:
            raise damaged from None
        if entry.run != run or (found and found[-1].entry.number >= entry.number):
            raise StoreError(f"{place}:{row}: the line is not the next one of run {run}", hint=_AGAIN)
        leaf, size, root = leaf_hash(line), checkpoint.size, checkpoint.root
        if not is_included(leaf, inclusion.index, size, proof=inclusion.proof, root=root):
            raise StoreError(f"{folder / PROOFS}:{row}: the checkpoint does not cover this line", hint=_AGAIN)
        found.append(_Proven(entry, line))
    return found


def _verify_history(folder: Path, verifier: Verifier, last: Checkpoint) -> int:
    """Each former checkpoint is signed and the last one only adds to it; returns how many there are."""
    size = -1
    rows = _rows(folder, HISTORY)
    for row, content in enumerate(rows, 1):
        place = f"{folder / HISTORY}:{row}"
        former = _parse(content, Former, folder / HISTORY)
        checkpoint = open_checkpoint(former.checkpoint.encode(), verifier, place=place)
        consistent = is_consistent(
            checkpoint.size, last.size, old_root=checkpoint.root, new_root=last.root, proof=former.proof
        )
        if not size < checkpoint.size < last.size or not consistent:
            raise StoreError(f"{place}: the log is not a continuation of this checkpoint", hint=_AGAIN)
        size = checkpoint.size
    return len(rows)


def _verify_objects(folder: Path, manifest: Manifest, lines: list[_Proven]) -> int:
    """The objects are those that the lines name; returns how many there are."""
    names = {msgspec.json.decode(content).get("object") for _, content in lines} - {None}
    listed = {file.path for file in manifest.files if file.path.startswith("objects/")}
    for name in sorted(names):
        if not is_digest(name) or object_path(name) not in listed:
            raise StoreError(f"object {name} is missing from the bundle", hint=_AGAIN)
        _read_object(folder, name)
    for path in sorted(listed - {object_path(name) for name in names}):
        raise StoreError(f"{folder / path}: no line of the run names this object", hint=_AGAIN)
    return len(names)


def _read_object(folder: Path, name: str) -> bytes:
    if not is_digest(name):
        raise ValueError("an object's name is 64 hex digits")
    content = _read(folder, object_path(name))
    if digest(content) != name:
        raise StoreError(f"object {name} is damaged", hint=_AGAIN)
    return content


def _rows(folder: Path, path: str) -> list[bytes]:
    """The lines of a file, each of which must end in a newline."""
    content = _read(folder, path)
    if content and not content.endswith(b"\n"):
        raise StoreError(f"{folder / path}: the last line is cut off", hint=_AGAIN)
    return content.split(b"\n")[:-1]


def _parse(row: bytes, kind: type[_Value], place: Path) -> _Value:
    try:
        value = msgspec.json.decode(row, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise StoreError(f"{place}: a line is damaged", hint=_AGAIN) from None
    return value


def _read(folder: Path, path: str) -> bytes:
    place = folder / path
    with disk_errors(place):
        try:
            return place.read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            raise StoreError(f"{place} is missing from the bundle", hint=_AGAIN) from None
