"""A second reading of the C2SP specifications signed-note and tlog-checkpoint, sharing nothing with the product."""

from __future__ import annotations

import base64
import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def verified_text(note: bytes, vkey: str) -> bytes:
    """The text of a note that holds exactly one signature, by this key; any other note fails an assertion."""
    name, hex_id, key = vkey.split("+", 2)
    algorithm_and_key = base64.standard_b64decode(key)
    assert algorithm_and_key[0] == 1
    assert hashlib.sha256(name.encode() + b"\x0a" + algorithm_and_key).hexdigest()[:8] == hex_id
    assert not [byte for byte in note if byte < 0x20 and byte != 0x0A]
    cut = note.rindex(b"\n\n")
    text, signature_lines = note[: cut + 1], note[cut + 2 :].decode("utf-8").splitlines(keepends=True)
    (line,) = signature_lines
    assert line.startswith("\u2014 " + name + " ")
    assert line.endswith("\n")
    blob = base64.standard_b64decode(line[len(name) + 3 : -1])
    assert blob[:4].hex() == hex_id
    assert len(blob) == 68
    Ed25519PublicKey.from_public_bytes(algorithm_and_key[1:]).verify(blob[4:], text)
    return text


def checkpoint_of(note: bytes, vkey: str) -> tuple[str, int, bytes]:
    """Origin, tree size and root hash of a checkpoint without extension lines."""
    origin, size, root, end = verified_text(note, vkey).decode("utf-8").split("\n")
    assert end == ""
    assert origin == vkey.split("+")[0]
    assert str(int(size)) == size
    root_hash = base64.standard_b64decode(root)
    assert len(root_hash) == 32
    return origin, int(size), root_hash
