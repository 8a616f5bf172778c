"""The messages between terminal and card zone: they come back as they were said, and nothing false gets in or leaks."""

from __future__ import annotations

import asyncio
import pickle
from functools import partial

import pytest
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC
from hypothesis import given, settings
from hypothesis import strategies as st

from pcicloud.workloads.pay_tg.terminal_link.card import Card, mac_by, opened, sealed
from pcicloud.workloads.pay_tg.terminal_link.framing import LENGTH_MAX, framed, next_message
from pcicloud.workloads.pay_tg.terminal_link.message import (
    SAID,
    EntryMode,
    FalseMac,
    Kind,
    MalformedMessage,
    Message,
    decoded,
    encoded,
    prove,
)

KEY = bytes(range(16))
MAC = partial(mac_by, KEY)
NUMBER = "4111111111111111"
ALL = {
    "attempt": "01a2b3", "amount": 1980, "entry_mode": EntryMode.CHIP, "response": "00", "network": "001",
    "key_serial_number": bytes(range(12)), "sealed_card": sealed(Card(NUMBER, "3012", "123"), KEY),
}  # fmt: skip


def message(kind: Kind) -> Message:
    return Message(
        kind=kind, terminal="T0000001", trace=7, sent_at="1124020000", **{name: ALL[name] for name in SAID[kind]}
    )


@pytest.mark.parametrize("kind", Kind)
def test_a_message_comes_back_as_it_was_said(kind: Kind) -> None:
    data = encoded(message(kind), MAC)
    assert decoded(data) == message(kind)
    assert data.startswith(kind.encode())


def test_a_payment_on_the_wire_is_what_the_standard_says() -> None:
    data = encoded(message(Kind.PAYMENT), MAC).decode()
    mti, bitmap, rest = data[:4], int(data[4:20], 16), data[20:]
    assert mti == "0200"
    assert [place for place in range(1, 65) if bitmap >> (64 - place) & 1] == [4, 7, 11, 22, 41, 48, 62, 63, 64]
    assert rest.startswith("000000001980" + "1124020000" + "000007" + "051" + "T0000001" + "006" + "01a2b3" + "024")


def test_no_card_number_is_on_the_wire() -> None:
    data = encoded(message(Kind.PAYMENT), MAC)
    assert NUMBER.encode() not in data
    assert NUMBER.encode().hex().encode() not in data.lower()


def test_a_bit_changed_anywhere_is_found_out() -> None:
    data = encoded(message(Kind.PAYMENT), MAC)
    prove(data, MAC)
    for place in range(len(data)):
        false = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        with pytest.raises(FalseMac):
            prove(false, MAC)
    with pytest.raises(FalseMac):
        prove(data, partial(mac_by, bytes(16)))


def test_every_beginning_of_a_message_is_malformed_and_what_follows_one_too() -> None:
    for kind in Kind:
        data = encoded(message(kind), MAC)
        for wrong in (*(data[:length] for length in range(len(data))), data + b"0"):
            with pytest.raises(MalformedMessage):
                decoded(wrong)


@pytest.mark.parametrize("kind", Kind)
def test_a_message_without_what_it_must_say_or_with_more_is_neither_said_nor_heard(kind: Kind) -> None:
    about = {name: getattr(message(kind), name) for name in SAID[kind]}
    base = {"kind": kind, "terminal": "T1", "trace": 1, "sent_at": "1124020000"}
    for name in about:
        with pytest.raises(ValueError, match=f"{kind} without {name}"):
            encoded(Message(**base, **{k: v for k, v in about.items() if k != name}), MAC)
    for name in ALL.keys() - about.keys():
        with pytest.raises(ValueError, match=f"{kind} with {name}"):
            encoded(Message(**base, **about, **{name: ALL[name]}), MAC)


@settings(max_examples=400, deadline=None)
@given(
    st.binary(max_size=300)
    | st.builds(lambda kind, rest: kind.encode() + rest, st.sampled_from(Kind), st.binary(max_size=200))
)
def test_of_any_bytes_nothing_but_a_message_comes(data: bytes) -> None:
    try:
        found = decoded(data)
    except MalformedMessage:
        return
    assert set(SAID[found.kind]) <= {name for name in ALL if getattr(found, name) is not None}


def test_an_error_says_nothing_of_what_was_sent() -> None:
    data = encoded(message(Kind.PAYMENT), MAC).replace(b"01a2b3", b"411111")[:-3]
    with pytest.raises(MalformedMessage) as caught:
        decoded(data + NUMBER.encode())
    assert "1111" not in str(caught.value)
    assert caught.value.__suppress_context__
    assert "1111" not in repr(message(Kind.PAYMENT))


def test_a_card_comes_out_of_its_block_with_its_key_only() -> None:
    found = opened(sealed(Card(NUMBER, "3012", None), KEY), KEY)
    assert (found.number, found.expiry, found.security_code) == (NUMBER, "3012", None)
    assert len({len(sealed(Card("4" * length, "3012", "1234"), KEY)) for length in range(12, 20)}) == 1
    for wrong in (b"", bytes(16), bytes(48), sealed(found, KEY)[:32]):
        with pytest.raises(MalformedMessage):
            opened(wrong, KEY)
    with pytest.raises(MalformedMessage):
        opened(sealed(found, KEY), bytes(16))


def test_a_card_can_t_be_written_down() -> None:
    card = Card(NUMBER, "3012", "123")
    assert "1111" not in f"{card} {card!r} {[card]}"
    with pytest.raises(TypeError):
        pickle.dumps(card)


def test_the_mac_is_the_standard_s() -> None:
    """NIST SP 800-38B, appendix D.1: AES-128, a message of 16 bytes; shortened to 8."""
    key = bytes.fromhex("2b7e151628aed2a6abf7158809cf4f3c")
    text = bytes.fromhex("6bc1bee22e409f96e93d7e117393172a")
    assert mac_by(key, text).hex() == "070a16b46b4d4144"
    full = CMAC(AES(key))
    full.update(text)
    assert full.finalize().hex().startswith("070a16b46b4d4144")


def heard(data: bytes) -> list[bytes | None]:
    async def read() -> list[bytes | None]:
        reader = asyncio.StreamReader()
        reader.feed_data(data)
        reader.feed_eof()
        said: list[bytes | None] = []
        while not said or said[-1] is not None:
            said.append(await next_message(reader))
        return said

    return asyncio.run(read())


def test_messages_are_told_apart_by_their_lengths() -> None:
    assert heard(framed(b"one") + framed(b"two")) == [b"one", b"two", None]
    assert heard(b"") == [None]


@pytest.mark.parametrize(
    "data", [b"\x00", b"\x00\x05four", b"\x00\x00", (LENGTH_MAX + 1).to_bytes(2, "big") + bytes(LENGTH_MAX + 1)]
)
def test_a_link_that_ends_inside_a_message_or_lies_of_its_length_is_malformed(data: bytes) -> None:
    with pytest.raises(MalformedMessage):
        heard(data)
    with pytest.raises(ValueError, match="1 to"):
        framed(bytes(LENGTH_MAX + 1))
