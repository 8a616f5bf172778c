"""Checkpoints of C2SP (https://c2sp.org/tlog-checkpoint): how many lines the log had and their Merkle root."""

from __future__ import annotations

import base64
import hashlib
import re
from urllib.parse import quote

import msgspec

from pcicloud.errors import StoreError
from pcicloud.evidence.note import Verifier, open_note

_TEXT = re.compile(r"([^\n]+)\n(0|[1-9][0-9]{0,17})\n([A-Za-z0-9+/]{43}=)\n")


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """The state of a log: `size` lines with the Merkle tree hash `root`; `origin` names the log."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def origin(environment: str, public: bytes) -> str:
    """The name of an environment's log and of its key: `pcicloud/<environment>/<16 hex digits of the key's SHA-256>`.

    What a key's name may not hold (white space, plus) is percent-encoded.
    """
    return f"pcicloud/{quote(environment, safe='')}/{hashlib.sha256(public).hexdigest()[:16]}"


def open_checkpoint(note: bytes, verifier: Verifier, *, place: str) -> Checkpoint:
    """The checkpoint of a signed note. Raises StoreError, which names `place`, if it isn't of the verifier's log."""
    found = _TEXT.fullmatch(open_note(note, verifier, place=place))
    if found is None or found[1] != verifier.name:
        raise StoreError(f"{place}: this is not a checkpoint of {verifier.name}", hint="it belongs to another log")
    return Checkpoint(origin=found[1], size=int(found[2]), root=base64.b64decode(found[3]))
