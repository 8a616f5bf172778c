"""Takes payments into the ledger of a URL, eight at a time, and tells of each event once it is durable; to be killed."""

from __future__ import annotations

import sys
from itertools import count

from pcicloud.workloads.pay_tg.attempt import Event
from pcicloud.workloads.pay_tg.ledger.ledger import Ledger
from tests.workloads.pay_tg.orders import order

if __name__ == "__main__":
    ledger = Ledger(sys.argv[1])
    for round_ in count():
        attempts = [one.result().id for one in [ledger.create(order(round_ * 8 + n)) for n in range(8)]]
        for version, event in enumerate((Event.LEASED, Event.CARD, Event.SILENCE, Event.FOUND_APPROVED), 1):
            for attempt, done in [(attempt, ledger.apply(attempt, event)) for attempt in attempts]:
                done.result()
                sys.stdout.write(f"{attempt} {version}\n")
            sys.stdout.flush()
