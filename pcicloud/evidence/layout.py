"""Where things are in the folder of a store, and the version of that order."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from pcicloud.canonical import canonical
from pcicloud.errors import EvidenceMissing, StoreError
from pcicloud.evidence.disk import disk_errors
from pcicloud.evidence.line_index import index_files

VERSION = 1
_SCHEMA = re.compile(r"pcicloud\.store/([1-9][0-9]{0,5})")


class StoreFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """store.json: which order the folder has, and which environment its evidence is of."""

    schema: str = f"pcicloud.store/{VERSION}"
    environment: str


class Layout:
    """The paths of one store. store.json is written last, so that a folder with it is complete."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store_file = folder / "store.json"
        self.lock = folder / "lock"
        self.log = folder / "log.jsonl"
        self.index = folder / "index.sqlite"
        self.objects = folder / "objects"
        self.checkpoints = folder / "checkpoints"
        self.keys = folder / "keys"
        self.verifier = self.keys / "verifier.vkey"
        self.signing_key = self.keys / "signing.pem"
        self.staging = folder / "unfinished"

    def folders(self) -> tuple[Path, ...]:
        """The folders that a store always has."""
        return (self.objects, self.checkpoints, self.keys, self.staging)

    def files(self) -> tuple[Path, ...]:
        """The files that may be beside them, those that SQLite makes included."""
        return (self.store_file, self.lock, self.log, *index_files(self.index))

    def checkpoint(self, size: int) -> Path:
        """The checkpoint for the log's first `size` lines."""
        return self.checkpoints / f"{size:012}.note"


def read_store_file(path: Path) -> StoreFile:
    """The content of store.json. Raises EvidenceMissing, or StoreError if it is damaged or newer than this version."""
    with disk_errors(path):
        try:
            content = path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            raise EvidenceMissing(f"{path.parent} holds no evidence", hint="collect some: pcicloud collect") from None
    damaged = StoreError(f"{path}: the file is damaged", hint="restore the store from a backup")
    try:
        schema = msgspec.json.decode(content)["schema"]
        version = int(_SCHEMA.fullmatch(schema)[1])  # type: ignore[index]
    except (msgspec.MsgspecError, UnicodeDecodeError, KeyError, TypeError):
        raise damaged from None
    if version > VERSION:
        raise StoreError(f"{path.parent} was written by a newer pcicloud", hint="update pcicloud")
    try:
        found = msgspec.json.decode(content, type=StoreFile)
    except msgspec.MsgspecError:
        raise damaged from None
    if store_file_bytes(found) != content:
        raise damaged
    return found


def store_file_bytes(content: StoreFile) -> bytes:
    """The bytes of store.json."""
    return canonical(content) + b"\n"
