"""An order for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from pcicloud.workloads.pay_tg.order import Division, Operation, Order


def order(number: int = 1, **changed: Any) -> Order:
    """The order of this number; what is given stands instead."""
    about: dict[str, Any] = {
        "merchant": "shop",
        "transaction_id": f"tx-{number}",
        "operation": Operation.SALE,
        "trade_id": f"order-{number}",
        "trade_date": date(2026, 11, 24),
        "amount": 1980,
        "division": Division.LUMP_SUM,
        "terminal": "t1",
    }
    return Order(**(about | changed))
