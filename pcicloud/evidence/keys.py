"""The signing key of a store: made once, kept at 0600, never shown."""

from __future__ import annotations

import stat
from pathlib import Path

from pcicloud.errors import StoreError
from pcicloud.evidence.checkpoint import origin
from pcicloud.evidence.disk import disk_errors, write_durably
from pcicloud.evidence.note import (
    Signer,
    Verifier,
    generate_private_key,
    load_private_key,
    parse_verifier,
    private_pem,
    public_bytes,
)


def load_signer(path: Path, environment: str) -> Signer | None:
    """The signer of an environment's log, or None where the key is not there.

    Raises StoreError for a key that others may read or that is unusable.
    """
    with disk_errors(path):
        try:
            mode = path.stat().st_mode
            pem = path.read_bytes()
        except FileNotFoundError:
            return None
    if stat.S_IMODE(mode) & 0o077:
        raise StoreError(f"{path}: others may read the signing key", hint=f"chmod 600 {path}")
    private = load_private_key(pem, place=str(path))
    return Signer(origin(environment, public_bytes(private)), private)


def create_signing_key(path: Path, *, staging: Path) -> None:
    """Make a new key at `path`, readable by its owner only, by way of `staging`. Raises OutsideError."""
    write_durably(path, private_pem(generate_private_key()), staging=staging, mode=0o600)


def read_verifier(path: Path, environment: str) -> Verifier:
    """The Verifier in the file at `path`. Raises StoreError if it is missing, damaged or of another environment."""
    with disk_errors(path):
        try:
            content = path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            raise StoreError(f"{path} is missing", hint="restore the folder from a backup") from None
    return verifier_in(content, environment, place=str(path))


def verifier_in(content: bytes, environment: str, *, place: str) -> Verifier:
    """The Verifier in the content of such a file. Raises StoreError, which names `place`."""
    try:
        verifier = parse_verifier(content.decode().removesuffix("\n"))
    except (UnicodeDecodeError, StoreError):
        raise StoreError(f"{place}: this is not a verifier key", hint="the file is damaged") from None
    if verifier.name != origin(environment, verifier.public) or content != verifier_bytes(verifier):
        raise StoreError(f"{place}: this is not the key of {environment}", hint="it belongs to another log")
    return verifier


def verifier_bytes(verifier: Verifier) -> bytes:
    """The content of the file of a verifier key: one line."""
    return f"{verifier}\n".encode()
