"""The messages of a terminal's link, ISO 8583:1987 in ASCII; of a payment the card is sealed, and a MAC seals all."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

import iso8583
import msgspec
from iso8583.specs import default_ascii

from pcicloud.errors import PcicloudError

#: Reckons the 8 bytes that seal a text, by the key of one transaction.
Mac = Callable[[bytes], bytes]
MAC_FIELD, MAC_DIGITS = "64", 16


class MalformedMessage(PcicloudError):
    """This is no message of the link. What was in it is never repeated."""


class FalseMac(PcicloudError):
    """The message is not what its sender sealed."""


class Kind(StrEnum):
    """What a message is, by its message type indicator."""

    SIGN_ON = "0800"
    SIGNED_ON = "0810"
    ASK_CARD = "0600"  # from the card zone: wake up, and ask for a card
    ASKED = "0610"
    PAYMENT = "0200"  # the sealed card
    RESULT = "0210"
    CANCEL = "0620"  # the customer or the terminal's clock stopped it before anything was sent
    CANCELLED = "0630"


class EntryMode(StrEnum):
    """How the card was read (field 22)."""

    KEYED = "011"
    CHIP = "051"
    CONTACTLESS = "071"
    MAGNETIC_STRIPE = "901"


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One message. `amount` is in yen; `sealed_card` and `key_serial_number` are bytes; times are MMDDhhmmss, UTC."""

    kind: Kind
    terminal: str
    trace: int
    sent_at: str
    attempt: str | None = None
    amount: int | None = None
    entry_mode: EntryMode | None = None
    response: str | None = None  # field 39: 00 is approved or agreed
    approval_number: str | None = None
    key_serial_number: bytes | None = None
    sealed_card: bytes | None = None
    network: str | None = None  # field 70: 001 signs on

    def __repr__(self) -> str:
        return f"Message({self.kind}, trace {self.trace})"


#: The field of each value, and how it is written and read.
FIELDS: Mapping[str, tuple[str, Callable[[Any], str], Callable[[str], Any]]] = {
    "amount": ("4", lambda value: f"{value:012}", lambda text: _number(text)),
    "sent_at": ("7", str, lambda text: _digits(text)),
    "trace": ("11", lambda value: f"{value:06}", lambda text: _number(text)),
    "entry_mode": ("22", str, EntryMode),
    "approval_number": ("38", lambda value: f"{value:6}", lambda text: text.rstrip(" ")),
    "response": ("39", str, lambda text: _digits(text)),
    "terminal": ("41", lambda value: f"{value:8}", lambda text: text.rstrip(" ")),
    "attempt": ("48", str, str),
    "key_serial_number": ("62", lambda value: value.hex().upper(), bytes.fromhex),
    "sealed_card": ("63", lambda value: value.hex().upper(), bytes.fromhex),
    "network": ("70", str, lambda text: _digits(text)),
}
#: What each kind says beside its terminal, trace and time; anything else is malformed.
SAID: Mapping[Kind, frozenset[str]] = {
    Kind.SIGN_ON: frozenset({"network"}),
    Kind.SIGNED_ON: frozenset({"network", "response"}),
    Kind.ASK_CARD: frozenset({"attempt", "amount"}),
    Kind.ASKED: frozenset({"attempt", "response"}),
    Kind.PAYMENT: frozenset({"attempt", "amount", "entry_mode", "key_serial_number", "sealed_card"}),
    Kind.RESULT: frozenset({"attempt", "response"}),
    Kind.CANCEL: frozenset({"attempt"}),
    Kind.CANCELLED: frozenset({"attempt", "response"}),
}
MAY_SAY: Mapping[Kind, frozenset[str]] = {Kind.RESULT: frozenset({"approval_number"})}
ALWAYS = frozenset({"terminal", "trace", "sent_at"})
SEALED = frozenset({Kind.PAYMENT})


def encoded(message: Message, mac: Mac | None = None) -> bytes:
    """Its bytes. A payment needs the MAC of its key. Raises ValueError for a message that can't be said."""
    values = {name: value for name in FIELDS if (value := getattr(message, name)) is not None}
    wrong = _wrong(message.kind, set(values))
    if wrong:
        raise ValueError(wrong)
    document = {"t": str(message.kind), **{FIELDS[name][0]: FIELDS[name][1](value) for name, value in values.items()}}
    if message.kind not in SEALED:
        return _written(document)
    if mac is None:
        raise ValueError(f"{message.kind} needs a MAC")
    whole = _written({**document, MAC_FIELD: "0" * MAC_DIGITS})[:-MAC_DIGITS]
    return whole + mac(whole).hex().upper().encode()


def decoded(data: bytes) -> Message:
    """What the bytes say; whether a MAC is right says `prove`. Raises MalformedMessage."""
    try:
        document, _ = iso8583.decode(data, default_ascii)
        kind = Kind(document["t"])
        by_field = {field: (name, read) for name, (field, _, read) in FIELDS.items()}
        values: dict[str, Any] = {}
        for field in document.keys() - {"h", "t", "p", "1", MAC_FIELD}:
            name, read = by_field[field]
            values[name] = read(document[field])
        if (MAC_FIELD in document) != (kind in SEALED):
            raise ValueError("MAC")
        wrong = _wrong(kind, set(values))
    except (iso8583.DecodeError, ValueError, KeyError, UnicodeError):
        wrong = "this is no message of a terminal's link"
    if wrong:
        # Without its cause, which may hold what was sent.
        raise MalformedMessage(wrong) from None
    return Message(kind=kind, **values)


def prove(data: bytes, mac: Mac) -> None:
    """Raise FalseMac where the bytes of a payment are not what the holder of the key sealed."""
    whole, said = data[:-MAC_DIGITS], data[-MAC_DIGITS:]
    if not hmac.compare_digest(mac(whole).hex().upper().encode(), said):
        raise FalseMac("the message authentication code is wrong")


def _wrong(kind: Kind, names: set[str]) -> str:
    wanted = SAID[kind] | ALWAYS
    if missing := sorted(wanted - names):
        return f"a message {kind} without {missing[0]}"
    if more := sorted(names - wanted - MAY_SAY.get(kind, frozenset())):
        return f"a message {kind} with {more[0]}"
    return ""


def _written(document: dict[str, str]) -> bytes:
    try:
        data, _ = iso8583.encode(dict(document), default_ascii)
    except iso8583.EncodeError:
        raise ValueError("a value does not fit into its field") from None
    return bytes(data)


def _digits(text: str) -> str:
    if not (text.isascii() and text.isdigit()):
        raise ValueError("digits")
    return text


def _number(text: str) -> int:
    return int(_digits(text))
