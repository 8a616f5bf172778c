"""What is in a bundle: the evidence of one run with the proof that it is what was signed, and files made from it.

manifest.json       every other file with its SHA-256 and size
manifest.note       a signed note over the manifest's SHA-256
log/lines.jsonl     the run's lines, byte for byte
log/proofs.jsonl    for each line its number in the log and its inclusion proof
log/checkpoint.note the first checkpoint that covers them all
log/history.jsonl   each checkpoint before it with its consistency proof
log/verifier.vkey   the log's C2SP verifier key
objects/<digest>.json
… and the files that were given: assessment.json, reports
"""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePosixPath
from typing import Annotated

import msgspec

from pcicloud.canonical import digest

VERSION = 1
MANIFEST = "manifest.json"
MANIFEST_NOTE = "manifest.note"
LINES = "log/lines.jsonl"
PROOFS = "log/proofs.jsonl"
CHECKPOINT = "log/checkpoint.note"
HISTORY = "log/history.jsonl"
VERIFIER = "log/verifier.vkey"
LOG_FILES = (LINES, PROOFS, CHECKPOINT, HISTORY, VERIFIER)


class BundleFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of a bundle; `path` has forward slashes, `size` is in bytes."""

    path: str
    sha256: str
    size: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every file of a bundle but the manifest and its note, sorted by path. `as_of` is the moment of the judgement."""

    schema: str = f"pcicloud.bundle/{VERSION}"
    tool: str
    environment: str
    run: str
    as_of: Annotated[datetime, msgspec.Meta(tz=True)]
    files: tuple[BundleFile, ...]


class Inclusion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The number of a line in the log, and the audit path (RFC 6962, 2.1.1) from it to the checkpoint's root."""

    index: int
    proof: tuple[bytes, ...]


class Former(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An earlier checkpoint, a signed note, and its consistency proof (RFC 6962, 2.1.2) to the bundle's checkpoint."""

    checkpoint: str
    proof: tuple[bytes, ...]


def manifest_text(origin: str, manifest: bytes) -> str:
    """What is signed of a manifest; its second line can't be read as a size, so it is never taken for a checkpoint."""
    return f"pcicloud.bundle/{VERSION}\n{origin}\nsha256:{digest(manifest)}\n"


def object_path(name: str) -> str:
    """Where the object of this digest is in a bundle: as plain canonical JSON, so that `sha256sum` shows the digest."""
    return f"objects/{name}.json"


def is_plain_path(path: str) -> bool:
    """Whether the path stays in its folder and is in its one form: relative, without `.`, `..` and double slashes."""
    pure = PurePosixPath(path)
    return str(pure) == path and not pure.is_absolute() and not {"..", "."} & {*pure.parts, path} and "\0" not in path


def is_free_path(path: str) -> bool:
    """Whether a given file may have this path: a plain one that bundles don't use themselves."""
    return is_plain_path(path) and PurePosixPath(path).parts[0] not in {MANIFEST, MANIFEST_NOTE, "log", "objects"}
