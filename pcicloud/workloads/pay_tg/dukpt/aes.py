"""AES DUKPT (ANSI X9.24-3:2017) with AES-128 keys: the host's side and the terminal's."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum

import msgspec
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

from pcicloud.workloads.pay_tg.dukpt.counting import Counting, FutureKeys, Step

VERSION = 1
BLOCK = 1
AES_128 = 2
KEY_BITS = 128
INITIAL_KEY_ID_BYTES = 8
KSN_BYTES = 12
COUNTING = Counting(bits=32, ones_max=16)

#: Encrypts one block of 16 bytes with a key that only its holder has: the base derivation key stays in its module.
Encrypt = Callable[[bytes], bytes]


class Usage(IntEnum):
    """What a key is for (X9.24-3, table of key usage indicators)."""

    PIN = 0x1000
    MAC_GENERATION = 0x2000
    MAC_VERIFICATION = 0x2001
    MAC = 0x2002
    DATA_ENCRYPTION = 0x3000
    DATA_DECRYPTION = 0x3001
    DATA = 0x3002
    DERIVATION = 0x8000
    INITIAL = 0x8001


class Ksn(msgspec.Struct, frozen=True):
    """A key serial number: whose key (8 bytes), and for which transaction (32 bits)."""

    initial_key_id: bytes
    counter: int

    @classmethod
    def read(cls, data: bytes) -> Ksn:
        """From its 12 bytes. Raises ValueError for any other number, and for a counter that no terminal reaches."""
        if len(data) != KSN_BYTES:
            raise ValueError(f"a key serial number has {KSN_BYTES} bytes, not {len(data)}")
        counter = int.from_bytes(data[INITIAL_KEY_ID_BYTES:], "big")
        COUNTING.require(counter)
        return cls(data[:INITIAL_KEY_ID_BYTES], counter)

    def bytes(self) -> bytes:
        """Its 12 bytes."""
        return self.initial_key_id + self.counter.to_bytes(4, "big")


def initial_key(encrypt_with_base_key: Encrypt, initial_key_id: bytes) -> bytes:
    """The key with which a terminal begins; it is put into the terminal once and then forgotten."""
    return encrypt_with_base_key(_about(Usage.INITIAL) + initial_key_id)


def transaction_key(initial: bytes, ksn: Ksn) -> bytes:
    """The host's side: the key of a transaction, from which those for each use are made."""
    return COUNTING.key(initial, ksn.counter, _step(ksn.initial_key_id))


def future_keys(initial: bytes, initial_key_id: bytes) -> FutureKeys:
    """The terminal's side."""
    return FutureKeys(COUNTING, initial, _step(initial_key_id))


def for_use(key: bytes, ksn: Ksn, usage: Usage) -> bytes:
    """The key for one use, of a transaction's key."""
    return _derived(key, usage, ksn)


def encryption(key: bytes) -> Encrypt:
    """Encryption of single blocks with a key at hand."""
    return Cipher(AES(key), ECB()).encryptor().update  # noqa: S305 - single blocks, as the standard derives keys


def _step(initial_key_id: bytes) -> Step:
    return lambda key, counter: _derived(key, Usage.DERIVATION, Ksn(initial_key_id, counter))


def _derived(key: bytes, usage: Usage, ksn: Ksn) -> bytes:
    return encryption(key)(_about(usage) + ksn.bytes()[-8:])


def _about(usage: Usage) -> bytes:
    fields = (usage, AES_128, KEY_BITS)
    return bytes((VERSION, BLOCK)) + b"".join(field.to_bytes(2, "big") for field in fields)
