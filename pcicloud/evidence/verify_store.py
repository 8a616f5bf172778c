"""Whether a store is whole: every line, object, checkpoint and index entry fits with the others."""

from __future__ import annotations

from pathlib import Path

import msgspec

from pcicloud.errors import StoreError
from pcicloud.evidence.checkpoint import open_checkpoint
from pcicloud.evidence.disk import disk_errors
from pcicloud.evidence.keys import load_signer, read_verifier
from pcicloud.evidence.layout import Layout, read_store_file
from pcicloud.evidence.line_index import Entry, UnusableIndexError, entry_of, open_index
from pcicloud.evidence.log import is_canonical, raw_lines
from pcicloud.evidence.merkle import Tree
from pcicloud.evidence.note import Verifier, load_private_key, private_pem
from pcicloud.evidence.objects import Objects, is_digest
from pcicloud.evidence.store import checkpoint_sizes
from pcicloud.evidence.verified import Verified, unsigned

_RESTORE = "restore the store from a backup"


class _Named(msgspec.Struct):
    object: str | None = None


_named = msgspec.json.Decoder(_Named)


def verify_store(folder: Path, *, vkey: str | None = None) -> Verified:
    """What was verified of the store in `folder`; a writer may be at work in it.

    `vkey` is the verifier key to expect. Raises StoreError that names the first thing that does not fit.
    """
    layout = Layout(folder)
    environment = read_store_file(layout.store_file).environment
    _verify_layout(layout)
    verifier = read_verifier(layout.verifier, environment)
    if vkey is not None and vkey != str(verifier):
        raise StoreError(f"{folder} is signed with another key: {verifier}", hint="ask for the key at its owner's")
    _verify_signing_key(layout, environment, verifier)
    sizes = checkpoint_sizes(layout)
    indexed = _indexed(layout)
    tree, entries, objects, unfinished = _verify_lines(layout, acknowledged=max([len(indexed or ()), *sizes]))
    _verify_index(layout, indexed, entries, signed=sizes[-1] if sizes else 0)
    _verify_checkpoints(layout, sizes, tree, verifier)
    signed = sizes[-1] if sizes else 0
    return Verified(
        kind="store",
        environment=environment,
        vkey=str(verifier),
        pinned=vkey is not None,
        lines=len(entries),
        signed_lines=signed,
        objects=_verify_objects(layout, objects),
        checkpoints=len(sizes),
        unfinished_bytes=unfinished,
        unverified=unsigned(len(entries), signed),
    )


def _verify_layout(layout: Layout) -> None:
    """Every name in the store's folder, and in that of its keys, is one that a store has."""
    with disk_errors(layout.folder):
        found = [*layout.folder.iterdir(), *layout.keys.iterdir()]
    for path in sorted(found):
        is_folder = path in layout.folders()
        expected = is_folder or path in (*layout.files(), layout.verifier, layout.signing_key)
        if not expected or path.is_symlink() or path.is_dir() != is_folder:
            raise StoreError(f"{path} does not belong to the store", hint="move it elsewhere")
    for path in (*layout.folders(), layout.log):
        if not path.exists():
            raise StoreError(f"{path} is missing", hint=_RESTORE)


def _verify_signing_key(layout: Layout, environment: str, verifier: Verifier) -> None:
    """A private key in the store is the one of the log; one that is elsewhere or not for us to read is passed over."""
    path = layout.signing_key
    try:
        pem = path.read_bytes()
    except (FileNotFoundError, PermissionError):
        return
    signer = load_signer(path, environment)
    if signer is None or signer.verifier != verifier or private_pem(load_private_key(pem, place=str(path))) != pem:
        raise StoreError(f"{path} is not the private key of {verifier}", hint="restore the key from a backup")


def _indexed(layout: Layout) -> list[Entry] | None:
    """All entries of the index, or None where there is none yet."""
    if not layout.index.exists():
        return None
    try:
        index = open_index(layout.index, write=False)
    except UnusableIndexError as error:
        raise StoreError(f"{layout.index}: the index is unusable: {error.what}", hint=error.hint) from error
    try:
        return index.find()
    finally:
        index.close()


def _verify_lines(layout: Layout, *, acknowledged: int) -> tuple[Tree, list[Entry], dict[str, int], int]:
    """The tree, the entries, the objects that lines name (each with the first line's number), and what is unfinished.

    Lines from the number `acknowledged` on may be torn: what is at the first such is not evidence yet.
    """
    tree, entries, objects = Tree(), list[Entry](), dict[str, int]()
    for number, (start, line, whole) in enumerate(raw_lines(layout.log)):
        try:
            fits = whole and is_canonical(line)
            entry = entry_of(line, number=number, start=start) if fits else None
            named = _named.decode(line).object if fits else None
        except msgspec.MsgspecError:
            entry = named = None
        if entry is None and number >= acknowledged:
            return tree, entries, objects, layout.log.stat().st_size - start
        if entry is None or (named is not None and not is_digest(named)):
            raise StoreError(f"{layout.log}:{number + 1}: the line is damaged", hint=_RESTORE)
        tree.append(line)
        entries.append(entry)
        if named is not None:
            objects.setdefault(named, number)
    return tree, entries, objects, 0


def _verify_index(layout: Layout, indexed: list[Entry] | None, entries: list[Entry], *, signed: int) -> None:
    """The index says of each line what the line says; it may lack lines that were not signed yet."""
    if indexed is None:
        return
    for found, wanted in zip(indexed, entries, strict=False):
        if found != wanted:
            raise StoreError(
                f"{layout.log}:{wanted.number + 1}: the line is not the one in the index",
                hint=f"if the log is right, remove {layout.index}: the next collect makes it anew",
            )
    if len(indexed) > len(entries):
        raise StoreError(f"{layout.log}:{len(entries) + 1}: the line is missing", hint=_RESTORE)
    if len(indexed) < min(signed, len(entries)):
        raise StoreError(
            f"{layout.index} lacks line {len(indexed) + 1}, which is signed",
            hint="remove the index: the next collect makes it anew",
        )


def _verify_checkpoints(layout: Layout, sizes: list[int], tree: Tree, verifier: Verifier) -> None:
    """Each checkpoint is signed by the log's key and is the root of the lines up to it, so each adds to the former."""
    for size in sizes:
        path = layout.checkpoint(size)
        with disk_errors(path):
            checkpoint = open_checkpoint(path.read_bytes(), verifier, place=str(path))
        if checkpoint.size != size:
            raise StoreError(f"{path}: the checkpoint is of {checkpoint.size} lines", hint="it was renamed")
        if size > len(tree):
            raise StoreError(f"{layout.log}:{len(tree) + 1}: the line is missing, and it was signed", hint=_RESTORE)
        if tree.root(size) != checkpoint.root:
            raise StoreError(f"{path}: the first {size} lines are not those that were signed", hint=_RESTORE)


def _verify_objects(layout: Layout, named: dict[str, int]) -> int:
    """Each object has its digest, and each that a line names is there; returns how many there are."""
    objects = Objects(layout.objects, staging=layout.staging)
    for name, number in named.items():
        if not objects.has(name):
            raise StoreError(f"object {name} is missing: {layout.log}:{number + 1} names it", hint=_RESTORE)
    count = 0
    with disk_errors(layout.objects):
        for name in objects.names():
            objects.fetch(name)
            count += 1
    return count
