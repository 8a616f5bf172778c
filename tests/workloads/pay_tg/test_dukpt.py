"""DUKPT, held to the standards' vectors, and the terminal's side to the host's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pcicloud.workloads.pay_tg.dukpt import aes, tdes
from pcicloud.workloads.pay_tg.dukpt.counting import Counting, FutureKeys

FACTS = json.loads((Path(__file__).parents[2] / "facts" / "dukpt.json").read_text())
AES, TDES = FACTS["aes"], FACTS["tdes"]["sequences"]["InitialSequence"]
#: The base key of X9.24-1's example, and its PIN block: PIN 1234 of 4012345678909 (ISO 9564-1, format 0).
TDES_BASE = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
TDES_PIN_BLOCK = bytes.fromhex("041274EDCBA9876F")
TDES_DATA = b"4012345678909D987"
FEW = Counting(bits=8, ones_max=3)


def aes_initial() -> bytes:
    return aes.initial_key(aes.encryption(bytes.fromhex(AES["bdk"])), bytes.fromhex(AES["ikid"]))


def tdes_initial() -> bytes:
    ksn = tdes.Ksn.read(bytes.fromhex(TDES[0]["Ksn"]))
    other = tdes.encryption(tdes.laid_over(TDES_BASE, tdes.OTHER))
    return tdes.initial_key(tdes.encryption(TDES_BASE), other, ksn.initial)


def test_the_first_key_of_a_terminal_with_aes_is_the_standard_s() -> None:
    assert aes_initial().hex().upper() == AES["ik_verify"]


@pytest.mark.parametrize("part", ["", "2", "3"])
def test_transactions_keys_of_aes_are_the_standard_s(part: str) -> None:
    for serial, wanted in zip(AES[f"ksn_verify{part}"], AES[f"txn_key_verify{part}"], strict=True):
        ksn = aes.Ksn.read(bytes.fromhex(serial))
        assert ksn.bytes().hex().upper() == serial
        assert aes.transaction_key(aes_initial(), ksn).hex().upper() == wanted


@pytest.mark.parametrize(
    ("usage", "name"),
    [
        (aes.Usage.PIN, "pin_key_aes128_verify"),
        (aes.Usage.MAC_GENERATION, "cmac_aes128_key_verify"),
        (aes.Usage.DATA_ENCRYPTION, "data_aes128_key_verify"),
    ],
)
def test_keys_for_each_use_of_aes_are_the_standard_s_on_the_terminal_too(usage: aes.Usage, name: str) -> None:
    held = aes.future_keys(aes_initial(), bytes.fromhex(AES["ikid"]))
    for serial, wanted in zip(AES["ksn_verify"], AES[name], strict=True):
        ksn = aes.Ksn.read(bytes.fromhex(serial))
        counter, key = held.next()
        assert counter == ksn.counter
        assert aes.for_use(key, ksn, usage).hex().upper() == wanted


def test_keys_of_tdes_are_the_standard_s_on_both_sides() -> None:
    initial = tdes_initial()
    held = tdes.future_keys(initial, tdes.Ksn.read(bytes.fromhex(TDES[0]["Ksn"])).initial)
    for wanted in TDES:
        ksn = tdes.Ksn.read(bytes.fromhex(wanted["Ksn"]))
        assert ksn.bytes().hex().upper() == wanted["Ksn"]
        key = tdes.transaction_key(initial, ksn)
        assert key.hex().upper() == wanted["CurrentKey"]
        assert held.next() == (ksn.counter, key)
        pin = tdes.encryption(tdes.for_use(key, tdes.Usage.PIN))
        assert pin(TDES_PIN_BLOCK).hex().upper() == wanted["PinEnc"]
        for usage, name in ((tdes.Usage.DATA_REQUEST, "DataReqEnc"), (tdes.Usage.DATA_RESPONSE, "DataResEnc")):
            assert chained(tdes.for_use(key, usage), TDES_DATA).hex().upper() == wanted[name]


def chained(key: bytes, data: bytes) -> bytes:
    """TDES in CBC from a vector of zeros, filled with zeros."""
    encrypt, last, out = tdes.encryption(key), bytes(8), b""
    data += bytes(-len(data) % 8)
    for place in range(0, len(data), 8):
        last = encrypt(tdes.laid_over(data[place : place + 8], last))
        out += last
    return out


def test_a_terminal_s_whole_life_agrees_with_the_host_and_leaves_out_what_is_too_far() -> None:
    def step(key: bytes, counter: int) -> bytes:
        return key + bytes([counter])

    held = FutureKeys(FEW, b"first", step)
    for number in (number for number in range(1, 256) if number.bit_count() <= FEW.ones_max):
        counter, key = held.next()
        assert counter == number
        assert key == FEW.key(b"first", counter, step)
        assert key not in held._held.values()
    assert held._held == {}
    with pytest.raises(ValueError, match="not between"):
        held.next()


@pytest.mark.parametrize("counter", [0, 0x1FFFF, 1 << 32])
def test_a_counter_that_no_terminal_reaches_is_refused(counter: int) -> None:
    with pytest.raises(ValueError, match="counter"):
        aes.COUNTING.require(counter)


@pytest.mark.parametrize("kind", [aes.Ksn, tdes.Ksn])
@pytest.mark.parametrize("length", [0, 8, 9, 11, 13])
def test_a_key_serial_number_of_another_length_is_refused(kind: type[aes.Ksn | tdes.Ksn], length: int) -> None:
    with pytest.raises(ValueError, match="bytes"):
        kind.read(bytes(length))
