"""When what stands in the outbox is done, and done again; and when there is nothing left to do."""

from __future__ import annotations

from collections.abc import Mapping

from pcicloud.workloads.pay_tg.attempt import Effect, State

MINUTE, HOUR, DAY = 60, 3600, 86400
#: Seconds from each try to the next. The last stays for as long as the effect is needed, but where it may end (below).
WAITS: Mapping[Effect, tuple[int, ...]] = {
    Effect.ASK_CARD: (0, 2, 5),
    Effect.SEND: (30,),  # by then an answer came, or nobody knows what became of it
    Effect.INQUIRE: (2, 5, 15, MINUTE, 5 * MINUTE, HOUR, DAY),
    Effect.REVERSE: (0, 2, 5, 15, MINUTE, 5 * MINUTE, 30 * MINUTE, HOUR),
    Effect.WATCH: (15 * MINUTE, HOUR, 4 * HOUR),
    Effect.TELL: (0, 5, 30, 5 * MINUTE, HOUR),
    Effect.ALARM: (0, MINUTE, HOUR),
    Effect.RELEASE: (0, 2, 5, MINUTE),
}
#: After so many seconds an effect is given up: a reversal then needs a person, a late approval is no longer awaited.
ENDS: Mapping[Effect, int] = {Effect.REVERSE: 72 * HOUR, Effect.WATCH: DAY, Effect.TELL: 3 * DAY}
#: The states in which an effect still has something to do; an effect that is not here has it always.
NEEDED: Mapping[Effect, frozenset[State]] = {
    Effect.ASK_CARD: frozenset({State.AT_TERMINAL}),
    Effect.SEND: frozenset({State.SENDING}),
    Effect.INQUIRE: frozenset({State.UNKNOWN, State.ABANDONED}),
    Effect.REVERSE: frozenset({State.REVERSING}),
    Effect.WATCH: frozenset({State.DECLINED, State.REVERSED}),
}


def wait(effect: Effect, tries: int) -> int:
    """Seconds until the next try, after so many."""
    waits = WAITS[effect]
    return waits[min(tries, len(waits) - 1)]


def is_over(effect: Effect, age_s: float) -> bool:
    """Whether an effect that was put into the outbox so many seconds ago is given up."""
    return effect in ENDS and age_s >= ENDS[effect]


def is_needed(effect: Effect, state: State) -> bool:
    """Whether the effect still has something to do."""
    return effect not in NEEDED or state in NEEDED[effect]
