"""What an order may say, and that no card number comes in with it."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import msgspec
import pytest

from pcicloud.workloads.pay_tg.card_number import has_right_check_digit, holds_card_number
from pcicloud.workloads.pay_tg.order import Division, Operation, Order, wrong_with
from tests.workloads.pay_tg.orders import order

#: Published test numbers of the brands.
TEST_NUMBERS = (
    "4111111111111111", "4012888888881881", "4222222222222", "5555555555554444", "5105105105105100", "2223003122003222",
    "378282246310005", "371449635398431", "3530111333300000", "3566002020360505", "30569309025904", "38520000023237",
    "6011111111111117", "6200000000000005",
)  # fmt: skip


@pytest.mark.parametrize("number", TEST_NUMBERS)
def test_a_card_number_is_seen_with_and_without_separators(number: str) -> None:
    assert holds_card_number(number)
    assert holds_card_number(f"order {' '.join(number[i : i + 4] for i in range(0, len(number), 4))}, please")
    assert holds_card_number(f"x-{number[:4]}-{number[4:]}-y")


@pytest.mark.parametrize("number", TEST_NUMBERS)
def test_a_number_with_one_digit_changed_is_none(number: str) -> None:
    for place in range(len(number)):
        changed = str((int(number[place]) + 1) % 10)
        assert not has_right_check_digit(number[:place] + changed + number[place + 1 :])


@pytest.mark.parametrize("text", ["", "order-1", "20261124", "4111", "41111111111111112222222", "9" * 16, "0312345678"])
def test_other_numbers_are_none(text: str) -> None:
    assert not holds_card_number(text)


def test_of_random_numbers_few_look_like_a_card_s() -> None:
    rng = random.Random(1)
    seen = sum(holds_card_number(f"{rng.randrange(10**16):016}") for _ in range(20_000))
    assert seen < 20_000 * 0.04


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, ""),
        ({"operation": Operation.CHECK, "amount": 0}, ""),
        ({"operation": Operation.CUSTODY, "amount": 0}, ""),
        ({"division": Division.INSTALMENTS, "payments": 3}, ""),
        ({"division": Division.REVOLVING}, ""),
        ({"amount": 0}, "more than 0"),
        ({"operation": Operation.CHECK}, "must be 0"),
        ({"operation": Operation.CHECK, "amount": 0, "division": Division.REVOLVING}, "nothing is paid"),
        ({"division": Division.INSTALMENTS}, "is missing"),
        ({"payments": 3}, "means nothing"),
        ({"trade_id": "4111111111111111"}, "looks like a card number"),
        ({"transaction_id": "x-5555-5555-5555-4444"}, "looks like a card number"),
    ],
)
def test_what_can_t_be_meant_is_said_and_a_card_number_never_repeated(changed: dict[str, Any], said: str) -> None:
    found = wrong_with(order(**changed))
    assert bool(found) is bool(said)
    assert said in found
    assert "4111" not in found
    assert "5555" not in found


@pytest.mark.parametrize(
    "changed",
    [
        {"amount": -1}, {"amount": 10_000_000}, {"amount": 1.5}, {"merchant": "Shop 1"}, {"trade_id": ""}, {"trade_id": "x" * 28},
        {"division": "99"}, {"payments": 1}, {"operation": "steal"}, {"card": "4111111111111111"}, {"trade_date": "24.11.2026"},
    ],
)  # fmt: skip
def test_what_is_no_order_is_not_read(changed: dict[str, Any]) -> None:
    body = msgspec.json.encode(msgspec.to_builtins(order()) | changed)
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(body, type=Order)


def test_two_bodies_have_two_digests_and_one_has_one() -> None:
    assert order().digest == order().digest
    assert (
        len({order().digest, order(2).digest, order(amount=1).digest, order(trade_date=date(2026, 1, 1)).digest}) == 4
    )
