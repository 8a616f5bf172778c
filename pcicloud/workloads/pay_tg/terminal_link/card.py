"""What a terminal reads of a card, and seals with the key of one transaction; open, it is in the card zone only."""

from __future__ import annotations

import re
from typing import NoReturn

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.cmac import CMAC
from cryptography.hazmat.primitives.padding import PKCS7

from pcicloud.workloads.pay_tg.terminal_link.message import MAC_DIGITS, MalformedMessage

BLOCK = 16
#: Every block has this length, so that it does not tell of what it holds.
PLAIN_BYTES = 47
TEXT = re.compile(rb"([0-9]{12,19})=([0-9]{4})=([0-9]{0,4})")


class Card:
    """Number, expiry (YYMM) and security code. It has no text form, and can't be copied out by accident."""

    __slots__ = ("expiry", "number", "security_code")

    def __init__(self, number: str, expiry: str, security_code: str | None) -> None:
        self.number = number
        self.expiry = expiry
        self.security_code = security_code

    def __repr__(self) -> str:
        return "Card()"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a card is never written")


def sealed(card: Card, key: bytes) -> bytes:
    """The card block: AES-128 in CBC with a zero start, as each key seals one block only (X9.24-3)."""
    plain = f"{card.number}={card.expiry}={card.security_code or ''}".encode().ljust(PLAIN_BYTES, b" ")
    padder = PKCS7(BLOCK * 8).padder()
    encryptor = Cipher(AES(key), CBC(bytes(BLOCK))).encryptor()
    return encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()


def opened(block: bytes, key: bytes) -> Card:
    """The card in a block. Raises MalformedMessage for what this key did not seal, with nothing of it."""
    try:
        decryptor = Cipher(AES(key), CBC(bytes(BLOCK))).decryptor()
        unpadder = PKCS7(BLOCK * 8).unpadder()
        plain = unpadder.update(decryptor.update(block) + decryptor.finalize()) + unpadder.finalize()
    except ValueError:
        raise MalformedMessage("the card block can't be opened") from None
    found = TEXT.fullmatch(plain.rstrip(b" "))
    if found is None or len(plain) != PLAIN_BYTES:
        raise MalformedMessage("the card block holds no card")
    number, expiry, code = (part.decode() for part in found.groups())
    return Card(number, expiry, code or None)


def mac_by(key: bytes, text: bytes) -> bytes:
    """AES-CMAC (NIST SP 800-38B), its first 8 bytes."""
    cmac = CMAC(AES(key))
    cmac.update(text)
    return cmac.finalize()[: MAC_DIGITS // 2]
