"""A bundle that somebody handed over: it is verified whole before a word of it is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from pcicloud.canonical import canonical, digest
from pcicloud.errors import EvidenceMissing, StoreError
from pcicloud.evidence.bundle_files import read_file, read_listed, verify_files
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
    is_free_path,
    is_plain_path,
    manifest_text,
    object_path,
)
from pcicloud.evidence.checkpoint import Checkpoint, open_checkpoint
from pcicloud.evidence.keys import verifier_in
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
_END = "pcicloud.run_end/1"
_Value = TypeVar("_Value")


class _Named(msgspec.Struct):
    object: str | None = None


_named = msgspec.json.Decoder(_Named)


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

    def given(self) -> tuple[str, ...]:
        """The paths of the files that were given beside the evidence: assessment and reports."""
        return tuple(file.path for file in self.manifest.files if is_free_path(file.path))

    def file(self, path: str) -> bytes:
        """The bytes of a file that the manifest lists, checked against it. Raises StoreError."""
        listed = next(file for file in self.manifest.files if file.path == path)
        return read_listed(self.folder, listed)

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
    manifest_bytes = read_file(folder, MANIFEST)
    manifest = _parse_manifest(manifest_bytes, folder / MANIFEST)
    verifier = _verify_signer(folder, manifest, vkey)
    note = open_note(read_file(folder, MANIFEST_NOTE), verifier, place=str(folder / MANIFEST_NOTE))
    if note != manifest_text(verifier.name, manifest_bytes):
        raise StoreError(f"{folder / MANIFEST} is not the manifest that was signed", hint=_AGAIN)
    verify_files(folder, manifest)
    checkpoint = open_checkpoint(read_file(folder, CHECKPOINT), verifier, place=str(folder / CHECKPOINT))
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
        run=manifest.run,
        as_of=manifest.as_of,
        unverified=_unverified(lines),
    )
    return Bundle(folder, manifest, lines=lines, verified=verified)


def _parse_manifest(content: bytes, place: Path) -> Manifest:
    damaged = StoreError(f"{place}: the manifest is damaged", hint=_AGAIN)
    try:
        version = _SCHEMA.fullmatch(msgspec.json.decode(content)["schema"])
        if version is not None and int(version[1]) > VERSION:
            raise StoreError(f"{place.parent} was written by a newer pcicloud", hint="update pcicloud")
        manifest = msgspec.json.decode(content, type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError, KeyError, TypeError, RecursionError):
        raise damaged from None
    if version is None or canonical(manifest) + b"\n" != content:
        raise damaged
    paths = [file.path for file in manifest.files]
    for path in paths:
        if not is_plain_path(path):
            raise StoreError(f"{place}: {path!r} is no place in a bundle", hint=_AGAIN)
    if paths != sorted(set(paths)):
        raise StoreError(f"{place}: a file is listed twice, or out of order", hint=_AGAIN)
    return manifest


def _verify_signer(folder: Path, manifest: Manifest, vkey: str | None) -> Verifier:
    verifier = verifier_in(read_file(folder, VERIFIER), manifest.environment, place=str(folder / VERIFIER))
    if vkey is not None and vkey != str(verifier):
        raise StoreError(f"{folder} is signed with another key: {verifier}", hint="ask the owner for the right key")
    return verifier


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
        if found and found[-1].entry.number + 1 != entry.number:
            raise StoreError(f"{place}:{row}: lines of the log before this one were left out", hint=_AGAIN)
        if found and found[-1].entry.schema == _END:
            raise StoreError(f"{place}:{row}: the line comes after the end of run {run}", hint=_AGAIN)
        found.append(_Proven(entry, line))
    return found


def _unverified(lines: list[_Proven]) -> tuple[str, ...]:
    """What a whole bundle can't prove: that nothing was left out behind the last line, where that is no end."""
    ends = bool(lines) and lines[-1].entry.schema == _END
    return () if ends else ("the run has no end: it was cut off, or its last lines were left out",)


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
    names = {named for line in lines if (named := _object_of(folder, line)) is not None}
    listed = {file.path for file in manifest.files if file.path.startswith("objects/")}
    for name in sorted(names):
        if not is_digest(name) or object_path(name) not in listed:
            raise StoreError(f"object {name} is missing from the bundle", hint=_AGAIN)
        if not is_canonical(_read_object(folder, name)):
            raise StoreError(f"{folder / object_path(name)}: the object is not in its one form", hint=_AGAIN)
    for path in sorted(listed - {object_path(name) for name in names}):
        raise StoreError(f"{folder / path}: no line of the run names this object", hint=_AGAIN)
    return len(names)


def _object_of(folder: Path, line: _Proven) -> str | None:
    try:
        return _named.decode(line.content).object
    except msgspec.ValidationError:
        raise StoreError(f"{folder / LINES}: line {line.entry.id} names no object's digest", hint=_AGAIN) from None


def _read_object(folder: Path, name: str) -> bytes:
    if not is_digest(name):
        raise ValueError("an object's name is 64 hex digits")
    content = read_file(folder, object_path(name))
    if digest(content) != name:
        raise StoreError(f"object {name} is damaged", hint=_AGAIN)
    return content


def _rows(folder: Path, path: str) -> list[bytes]:
    """The lines of a file, each of which must end in a newline."""
    content = read_file(folder, path)
    if content and not content.endswith(b"\n"):
        raise StoreError(f"{folder / path}: the last line is cut off", hint=_AGAIN)
    return content.split(b"\n")[:-1]


def _parse(row: bytes, kind: type[_Value], place: Path) -> _Value:
    try:
        value = msgspec.json.decode(row, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise StoreError(f"{place}: a line is damaged", hint=_AGAIN) from None
    return value
