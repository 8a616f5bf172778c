"""How many payments the ledger takes in a second, beside the rate at which the database commits the same rows bare.

Run: .venv/bin/python benchmarks/ledger.py [URL of an empty database; else SQLite in a folder that goes]
"""

from __future__ import annotations

import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from machine import describe
from sqlalchemy import create_engine

from pcicloud.workloads.pay_tg.attempt import Event
from pcicloud.workloads.pay_tg.ledger.ledger import Facts, KeyUse, Ledger
from pcicloud.workloads.pay_tg.order import Operation, Order

CLIENTS, EACH, SECONDS = 32, 60, 3
#: A sale's events after its creation, each acknowledged before the next.
LIFE = (Event.LEASED, Event.CARD, Event.APPROVE)


def main() -> None:
    print(describe())
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{Path(folder) / 'ledger.db'}"
        ledger = Ledger(url)
        started = time.monotonic()
        with ThreadPoolExecutor(CLIENTS) as pool:
            for done in [pool.submit(client, ledger, number) for number in range(CLIENTS)]:
                done.result()
        payments = CLIENTS * EACH / (time.monotonic() - started)
        assert ledger.unlike_their_events() == ()
        ledger.close()
        alone = bare(url)
    print(f"{payments:.0f} payments/s of {len(LIFE) + 1} commits each, {CLIENTS} at a time")
    print(f"{alone:.0f} payments/s where the driver alone writes the same rows by the same commits, one at a time")
    print(f"the ledger reaches {payments / alone:.0%} of that (wanted: 25 %)")


def client(ledger: Ledger, number: int) -> None:
    """Take payments one after the other at a terminal of one's own."""
    for turn in range(EACH):
        asked = Order(
            merchant="shop", transaction_id=f"tx-{number}-{turn}", operation=Operation.SALE, trade_id=f"o-{number}-{turn}",
            trade_date=date(2026, 11, 24), amount=1980, terminal=f"t{number}",
        )  # fmt: skip
        attempt = ledger.create(asked).result().id
        for event in LIFE:
            key = KeyUse(initial_key=f"{number:016x}", counter=turn + 1) if event is Event.CARD else None
            facts = Facts(approval_number="012345") if event is Event.APPROVE else Facts()
            ledger.apply(attempt, event, facts, key).result()


#: What one payment leaves in the tables, as the commits in which it comes there.
ATTEMPT = "insert into attempt (id, merchant, transaction_id, asked, operation, trade_id, trade_date, amount, division, terminal, state, version, made_at) values (@id, 'bare', @id, 'x', 'sale', @id, '2026-11-24', 1980, '10', 't1', 'created', 0, 1)"
STATE = "update attempt set state = 'x', version = version + 1 where id = @id"
HAPPENED = "insert into event (attempt, version, event, at, facts) values (@id, {}, 'approve', 1, '{{}}')"
OUT = "insert into outbox (attempt, effect, made_at, due_at, tries, held_until) values (@id, 'tell', 1, 1, 0, 0)"
KEY = "update key_use set counter = counter + 1, at = 1 where initial_key = '0000000000000000'"
COMMITS = (
    (ATTEMPT,),
    (STATE, HAPPENED.format(1), OUT),
    (KEY, STATE, HAPPENED.format(2), OUT),
    (STATE, HAPPENED.format(3), OUT, OUT),
)


def bare(url: str) -> float:
    """Payments a second of which the same rows are written by the driver alone, one commit after the other."""
    engine = create_engine(url)
    connection = engine.raw_connection()
    name = ":id" if engine.dialect.name == "sqlite" else "%(id)s"
    cursor = connection.cursor()
    if engine.dialect.name == "sqlite":
        cursor.execute("PRAGMA synchronous=FULL")
    started, count = time.monotonic(), 0
    while time.monotonic() - started < SECONDS:
        for commit in COMMITS:
            for statement in commit:
                cursor.execute(statement.replace("@id", name), {"id": f"bare-{count}"})
            connection.commit()
        count += 1
    seen = count / (time.monotonic() - started)
    connection.close()
    engine.dispose()
    return seen


if __name__ == "__main__":
    main()
