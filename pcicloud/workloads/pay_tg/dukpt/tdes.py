"""TDES DUKPT (ANSI X9.24-1), as older terminals have it: the host's side and the terminal's."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

import msgspec
from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.modes import ECB

from pcicloud.workloads.pay_tg.dukpt.counting import Counting, FutureKeys, Step

KSN_BYTES = 10
COUNTING = Counting(bits=21, ones_max=10)
COUNTER_MASK = (1 << COUNTING.bits) - 1
#: What is laid over a key so that its other half is made from another key (X9.24-1, annex A).
OTHER = bytes.fromhex("C0C0C0C000000000C0C0C0C000000000")
HALF = 8

#: Encrypts one block of 8 bytes with a key that only its holder has.
Encrypt = Callable[[bytes], bytes]


class Usage(Enum):
    """What a key is for: what is laid over each of its halves (X9.24-1, annex A)."""

    PIN = bytes.fromhex("00000000000000FF")
    MAC_REQUEST = bytes.fromhex("000000000000FF00")
    MAC_RESPONSE = bytes.fromhex("00000000FF000000")
    DATA_REQUEST = bytes.fromhex("0000000000FF0000")
    DATA_RESPONSE = bytes.fromhex("000000FF00000000")


class Ksn(msgspec.Struct, frozen=True):
    """A key serial number: whose key (59 bits, as 10 bytes with the counter's bits zero), and for which transaction."""

    initial: bytes
    counter: int

    @classmethod
    def read(cls, data: bytes) -> Ksn:
        """From its 10 bytes. Raises ValueError for any other number, and for a counter that no terminal reaches."""
        if len(data) != KSN_BYTES:
            raise ValueError(f"a key serial number has {KSN_BYTES} bytes, not {len(data)}")
        whole = int.from_bytes(data, "big")
        COUNTING.require(whole & COUNTER_MASK)
        return cls((whole & ~COUNTER_MASK).to_bytes(KSN_BYTES, "big"), whole & COUNTER_MASK)

    def bytes(self) -> bytes:
        """Its 10 bytes."""
        return (int.from_bytes(self.initial, "big") | self.counter).to_bytes(KSN_BYTES, "big")


def initial_key(encrypt_with_base_key: Encrypt, encrypt_with_other_key: Encrypt, initial_ksn: bytes) -> bytes:
    """The key with which a terminal begins, from its key serial number with a counter of zero.

    The other key is the base key, laid over with OTHER: both stay in their module.
    """
    block = initial_ksn[:HALF]
    return encrypt_with_base_key(block) + encrypt_with_other_key(block)


def transaction_key(initial: bytes, ksn: Ksn) -> bytes:
    """The host's side: the key of a transaction, from which those for each use are made."""
    return COUNTING.key(initial, ksn.counter, _step(ksn.initial))


def future_keys(initial: bytes, initial_ksn: bytes) -> FutureKeys:
    """The terminal's side."""
    return FutureKeys(COUNTING, initial, _step(initial_ksn))


def for_use(key: bytes, usage: Usage) -> bytes:
    """The key for one use, of a transaction's key."""
    used = laid_over(key, usage.value * 2)
    if usage not in (Usage.DATA_REQUEST, Usage.DATA_RESPONSE):
        return used
    encrypt = encryption(used)
    return encrypt(used[:HALF]) + encrypt(used[HALF:])


def encryption(key: bytes) -> Encrypt:
    """Encryption of single blocks with a key of two halves at hand."""
    return Cipher(TripleDES(key + key[:HALF]), ECB()).encryptor().update  # noqa: S305 - single blocks, as the standard has it


def laid_over(data: bytes, mask: bytes) -> bytes:
    """Exclusive or of two texts of the same length."""
    return bytes(one ^ other for one, other in zip(data, mask, strict=True))


def _step(initial_ksn: bytes) -> Step:
    """Non-reversible key generation (X9.24-1, annex A)."""

    def step(key: bytes, counter: int) -> bytes:
        block = Ksn(initial_ksn, counter).bytes()[-HALF:]
        return _half(laid_over(key, OTHER), block) + _half(key, block)

    return step


def _half(key: bytes, block: bytes) -> bytes:
    left, right = key[:HALF], key[HALF:]
    single = Cipher(TripleDES(left * 3), ECB()).encryptor()  # noqa: S305 - DES of one block, as the standard has it
    return laid_over(single.update(laid_over(block, right)), right)
