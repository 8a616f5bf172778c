"""What an order system asks for: one payment at one terminal, told without any card data."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

import msgspec

from pcicloud.canonical import canonical, digest
from pcicloud.workloads.pay_tg.card_number import holds_card_number

YEN_MAX = 9_999_999
PAYMENTS_MIN, PAYMENTS_MAX = 2, 84
Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,31}$")]
#: As long as payment service providers take an order's id.
Id = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,26}$")]


class Operation(StrEnum):
    """What the card is asked for (処理区分)."""

    AUTHORIZE = "authorize"
    SALE = "sale"  # authorization with capture
    CHECK = "check"  # whether the card is valid
    CUSTODY = "custody"  # a token, to charge later


class Division(StrEnum):
    """How the customer pays (支払区分), with the codes that Japanese networks share."""

    LUMP_SUM = "10"
    BONUS = "21"
    BONUS_INSTALMENTS = "31"
    INSTALMENTS = "61"
    REVOLVING = "80"


WITHOUT_AMOUNT = frozenset({Operation.CHECK, Operation.CUSTODY})
IN_PARTS = frozenset({Division.INSTALMENTS, Division.BONUS_INSTALMENTS})


class Order(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One request. `transaction_id` is the idempotency key; `amount` is in yen; `payments` their number."""

    merchant: Name
    transaction_id: Id
    operation: Operation
    trade_id: Id
    trade_date: date
    amount: Annotated[int, msgspec.Meta(ge=0, le=YEN_MAX)]
    division: Division = Division.LUMP_SUM
    payments: Annotated[int, msgspec.Meta(ge=PAYMENTS_MIN, le=PAYMENTS_MAX)] | None = None
    terminal: Name

    @property
    def digest(self) -> str:
        """Tells one body from another under the same idempotency key."""
        return digest(canonical(self))


def wrong_with(order: Order) -> str:
    """What can't be meant, without repeating what was sent; empty where all is well."""
    if any(holds_card_number(text) for text in (order.transaction_id, order.trade_id)):
        return "an id looks like a card number; take one with letters in it"
    if (order.amount == 0) != (order.operation in WITHOUT_AMOUNT):
        return f"{order.operation}: the amount must be {'0' if order.amount else 'more than 0'}"
    if order.operation in WITHOUT_AMOUNT and order.division is not Division.LUMP_SUM:
        return f"{order.operation}: nothing is paid, so the division must be {Division.LUMP_SUM}"
    if (order.payments is None) == (order.division in IN_PARTS):
        what = "is missing" if order.payments is None else "means nothing"
        return f"division {order.division}: the number of payments {what}"
    return ""
