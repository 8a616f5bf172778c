"""Signed notes of C2SP (https://c2sp.org/signed-note) with Ed25519; the only importer of `cryptography` for them."""

from __future__ import annotations

import base64
import binascii
import hashlib

import msgspec
from cryptography.exceptions import InternalError, InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from pcicloud.errors import StoreError

_ED25519 = b"\x01"
_NOTE_BYTES_MAX = 1_000_000


class Verifier(msgspec.Struct, frozen=True, kw_only=True):
    """A public key with its name. `str()` of it is the C2SP verifier key: `<name>+<key id>+<type and key>`."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        if not _is_name(self.name):
            raise ValueError("a key's name is not empty and has neither white space nor a plus sign")

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(_ED25519 + self.public).decode()}"

    @property
    def key_id(self) -> bytes:
        """The four bytes that lead each signature of this key."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]


def parse_verifier(vkey: str) -> Verifier:
    """The Verifier of a C2SP verifier key. Raises StoreError for one that is malformed or not Ed25519."""
    name, _, rest = vkey.partition("+")
    key = _strict_base64(rest[9:])
    if key is not None and len(key) == 33 and key[:1] == _ED25519 and _is_name(name):
        verifier = Verifier(name=name, public=key[1:])
        if str(verifier) == vkey:
            return verifier
    raise StoreError("the verifier key is not a C2SP Ed25519 verifier key", hint="copy it whole, it is one line")


class Signer:
    """A private key with its name; neither `str` nor `repr` shows the key."""

    def __init__(self, name: str, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.verifier = Verifier(name=name, public=public_bytes(private))

    def sign(self, text: str) -> str:
        """The text, which ends in a newline and has no other control characters, as a signed note."""
        if not text.endswith("\n") or any(c < " " and c != "\n" for c in text):
            raise ValueError("a note's text ends in a newline and has no other control characters")
        signature = base64.b64encode(self.verifier.key_id + self._private.sign(text.encode())).decode()
        return f"{text}\n— {self.verifier.name} {signature}\n"


def open_note(note: bytes, verifier: Verifier, *, place: str) -> str:
    """The text of a note that the verifier's key has signed. Signatures of other keys are passed over.

    Raises StoreError, which names `place`, for a malformed note, a wrong signature, or none of this key.
    """
    text, signatures = _split_note(note, place)
    verified = False
    for name, signature in signatures:
        if name != verifier.name or signature[:4] != verifier.key_id:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(verifier.public).verify(signature[4:], text.encode())
        except InvalidSignature:
            raise StoreError(
                f"{place}: the signature is wrong", hint="the file was changed after it was signed"
            ) from None
        verified = True
    if not verified:
        raise StoreError(f"{place}: there is no signature of {verifier.name}", hint="it is signed with another key")
    return text


def generate_private_key() -> Ed25519PrivateKey:
    """A new Ed25519 key from the system's random source."""
    return Ed25519PrivateKey.generate()


def private_pem(private: Ed25519PrivateKey) -> bytes:
    """The private key as unencrypted PKCS #8 PEM."""
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def load_private_key(pem: bytes, *, place: str) -> Ed25519PrivateKey:
    """The Ed25519 key of an unencrypted PKCS #8 PEM file. Raises StoreError, which names `place` only."""
    hint = "give an Ed25519 key as made by `openssl genpkey -algorithm ed25519`"
    try:
        private = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm, InternalError):
        raise StoreError(f"{place}: this is not a readable private key", hint=hint) from None
    if not isinstance(private, Ed25519PrivateKey):
        raise StoreError(f"{place}: this is not an Ed25519 key", hint=hint)
    return private


def public_bytes(private: Ed25519PrivateKey) -> bytes:
    """The 32 bytes of the public key (RFC 8032)."""
    return private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _split_note(note: bytes, place: str) -> tuple[str, list[tuple[str, bytes]]]:
    malformed = StoreError(f"{place}: this is not a signed note", hint="the file is damaged")
    try:
        content = note.decode()
    except UnicodeDecodeError:
        raise malformed from None
    if len(note) > _NOTE_BYTES_MAX or not content.endswith("\n") or any(c < " " and c != "\n" for c in content):
        raise malformed
    head, separator, tail = content.rpartition("\n\n")
    signatures = [_signature(line) for line in tail.removesuffix("\n").split("\n")]
    if not separator or None in signatures:
        raise malformed
    return head + "\n", [signature for signature in signatures if signature is not None]


def _signature(line: str) -> tuple[str, bytes] | None:
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "—" or not _is_name(parts[1]):
        return None
    signature = _strict_base64(parts[2])
    return (parts[1], signature) if signature and len(signature) > 4 else None


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(c.isspace() or c < " " for c in name)


def _strict_base64(text: str) -> bytes | None:
    """The bytes, or None where the text is not the one Base64 form of them (unused bits that are set, say)."""
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return content if base64.b64encode(content).decode() == text else None
