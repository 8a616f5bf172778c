"""Writes a bundle: the evidence of one run, to be handed to somebody who has neither the store nor credentials."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from pcicloud.canonical import canonical, digest
from pcicloud.errors import EvidenceMissing, OutsideError, StoreError, UsageError
from pcicloud.evidence.bundle_format import (
    CHECKPOINT,
    HISTORY,
    LINES,
    MANIFEST,
    MANIFEST_NOTE,
    PROOFS,
    VERIFIER,
    BundleFile,
    Former,
    Inclusion,
    Manifest,
    is_free_path,
    manifest_text,
    object_path,
)
from pcicloud.evidence.checkpoint import Checkpoint
from pcicloud.evidence.disk import disk_errors
from pcicloud.evidence.merkle import Tree
from pcicloud.evidence.reading import Line
from pcicloud.evidence.store import Store


def export(store: Store, run: str, folder: Path, files: Mapping[str, bytes], *, as_of: datetime, tool: str) -> Manifest:
    """Write the bundle of a run into `folder`, which must be new or empty, and return its manifest.

    `files` go in beside the evidence, by their path in the bundle. Equal inputs give equal bytes: the checkpoint is
    the first that covers the run, and the clock is not asked. If none covers it, the log is signed now.
    Raises EvidenceMissing (no such run), UsageError (the folder is in use), StoreError (damaged, or nothing may be
    signed since the private key is missing or the store is open for reading), OutsideError.
    """
    wrong = [path for path in files if not is_free_path(path)]
    if wrong:
        raise ValueError(f"a file of a bundle can't be called {wrong[0]}")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is there already and is not empty", hint="give a new folder")
    content = {**files, **_evidence(store, run)}
    manifest = Manifest(
        tool=tool,
        environment=store.environment,
        run=run,
        as_of=as_of,
        files=tuple(
            BundleFile(path=path, sha256=digest(body), size=len(body)) for path, body in sorted(content.items())
        ),
    )
    manifest_bytes = canonical(manifest) + b"\n"
    content[MANIFEST] = manifest_bytes
    content[MANIFEST_NOTE] = store.sign_text(manifest_text(store.verifier.name, manifest_bytes)).encode()
    _write(folder, content)
    return manifest


def _evidence(store: Store, run: str) -> dict[str, bytes]:
    """The files of a bundle that come from the store, by path."""
    lines = list(store.raw_lines(run=run))
    if not lines:
        raise EvidenceMissing(
            f"there is no run {run} in {store.layout.folder}", hint="list the runs: pcicloud evidence list --runs"
        )
    checkpoints = _covering(store, lines[-1][0].index + 1)
    checkpoint, note = checkpoints[-1]
    tree = store.tree()
    if checkpoint.size > len(tree) or tree.root(checkpoint.size) != checkpoint.root:
        raise StoreError(f"{store.layout.log}: the lines are not those that were signed", hint="restore the store")
    names = {msgspec.json.decode(line).get("object") for _, line in lines} - {None}
    return {
        LINES: b"".join(line + b"\n" for _, line in lines),
        PROOFS: b"".join(_inclusions(lines, tree, checkpoint.size)),
        CHECKPOINT: note.encode(),
        HISTORY: b"".join(_history(checkpoints, tree)),
        VERIFIER: f"{store.vkey}\n".encode(),
        **{object_path(name): store.fetch(name) for name in names},
    }


def _covering(store: Store, lines: int) -> list[tuple[Checkpoint, str]]:
    """The checkpoints up to the first that covers so many lines of the log; it is made if there is none."""
    checkpoints = store.checkpoints()
    if not checkpoints or checkpoints[-1][0].size < lines:
        store.sign()
        checkpoints = store.checkpoints()
    smaller = [pair for pair in checkpoints if pair[0].size < lines]
    return checkpoints[: len(smaller) + 1]


def _inclusions(lines: list[tuple[Line, bytes]], tree: Tree, size: int) -> Iterator[bytes]:
    for line, _ in lines:
        yield canonical(Inclusion(index=line.index, proof=tree.inclusion(line.index, size))) + b"\n"


def _history(checkpoints: list[tuple[Checkpoint, str]], tree: Tree) -> Iterator[bytes]:
    last = checkpoints[-1][0]
    for checkpoint, note in checkpoints[:-1]:
        yield canonical(Former(checkpoint=note, proof=tree.consistency(checkpoint.size, last.size))) + b"\n"


def _write(folder: Path, content: Mapping[str, bytes]) -> None:
    """Write all files beside the folder and then put them in its place, so that there is never half a bundle."""
    unfinished = folder.with_name(f".{folder.name}.{secrets.token_hex(8)}")
    try:
        with disk_errors(folder):
            for path, body in content.items():
                place = unfinished / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(body)
            unfinished.replace(folder)
    except OutsideError:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
