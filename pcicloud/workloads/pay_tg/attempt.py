"""What may become of an attempt at a payment: for each event in each state a transition or a named refusal.

The one rule behind the table: once a request may have left for the payment service provider (PSP), only the PSP's own
word says how it ended. Silence, a crash and `pending` are UNKNOWN, never declined; nothing is sent twice; an approval
that nobody waits for any more is reversed, not dropped.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import msgspec


class State(StrEnum):
    """Where an attempt stands."""

    CREATED = "created"  # the order system asked; no terminal has it yet
    AT_TERMINAL = "at_terminal"  # the paired terminal asks for the card
    SENDING = "sending"  # the intent is durable; the request may have left for the PSP
    APPROVED = "approved"
    DECLINED = "declined"  # by the PSP's own word; still watched for a late approval
    UNKNOWN = "unknown"  # sent, and no answer; somebody waits
    ABANDONED = "abandoned"  # sent, and no answer; nobody waits any more: an approval is to be reversed
    REVERSING = "reversing"  # the reversal is durable and repeated until the PSP confirms it
    REVERSED = "reversed"
    CANCELLED = "cancelled"  # before anything was sent
    REJECTED = "rejected"  # the terminal's message was false: a wrong MAC, an old key serial number
    MANUAL = "manual"  # a person must settle it with the PSP; an alarm stands
    DIFFERENT = "different"  # the PSP's settlement says something else; never mended silently


class Event(StrEnum):
    """What may happen."""

    LEASED = "leased"  # the paired terminal is idle and took the attempt
    NO_TERMINAL = "no_terminal"  # it did not within its time
    CANCEL = "cancel"  # the operator or the customer stops, or the terminal's time is over
    CARD = "card"  # the card's data came, encrypted, with a right MAC and a new key; the intent is durable
    FALSE_CARD = "false_card"  # the same with a wrong MAC or a used key
    APPROVE = "approve"  # the PSP's answer to the request
    DECLINE = "decline"
    SILENCE = "silence"  # no answer in time, `pending`, or found so at a restart
    FOUND_APPROVED = "found_approved"  # what an inquiry says
    FOUND_DECLINED = "found_declined"
    FOUND_NOTHING = "found_nothing"  # twice, and after the delay that the PSP names
    NO_INQUIRY = "no_inquiry"  # the PSP answers none: only a reversal ends the doubt
    GAVE_UP = "gave_up"  # who waited for the result waits no more
    REVERSED = "reversed"  # the PSP confirms the reversal, or says that it was void already
    NOTHING_TO_REVERSE = "nothing_to_reverse"  # the PSP knows no such payment
    REVERSAL_LATE = "reversal_late"  # not confirmed for as long as reversals are repeated
    SETTLED_DIFFERENTLY = "settled_differently"
    SETTLED_BY_HAND = "settled_by_hand"  # a person says, with a record, that no money moves any more


class Refusal(StrEnum):
    """Why an event changes nothing."""

    NOT_YET = "not_yet"  # it can't have happened in this state: the sender is wrong
    ALREADY_SENT = "already_sent"  # it would need nothing to have been sent
    ALREADY_SO = "already_so"  # a repetition of what is known
    ENDED = "ended"  # the attempt has ended and nothing follows from it
    BEING_REVERSED = "being_reversed"  # the reversal answers it


class Effect(StrEnum):
    """What must be done once the transition is durable; each stands in the outbox in the same transaction."""

    ASK_CARD = "ask_card"
    SEND = "send"
    INQUIRE = "inquire"
    REVERSE = "reverse"
    WATCH = "watch"  # inquire for a day whether an approval comes late
    TELL = "tell"  # the order system, by its webhook and at its next question
    ALARM = "alarm"
    RELEASE = "release"  # the terminal is free again


class Transition(msgspec.Struct, frozen=True):
    """The next state, and what follows."""

    to: State
    effects: tuple[Effect, ...] = ()


S, E, F, R = State, Event, Effect, Refusal
_MOVES: Mapping[State, Mapping[Event, Transition]] = {
    S.CREATED: {
        E.LEASED: Transition(S.AT_TERMINAL, (F.ASK_CARD,)),
        E.NO_TERMINAL: Transition(S.CANCELLED, (F.TELL,)),
        E.CANCEL: Transition(S.CANCELLED, (F.TELL,)),
        E.GAVE_UP: Transition(S.CANCELLED, (F.TELL,)),
    },
    S.AT_TERMINAL: {
        E.CARD: Transition(S.SENDING, (F.SEND,)),
        E.FALSE_CARD: Transition(S.REJECTED, (F.TELL, F.RELEASE, F.ALARM)),
        E.CANCEL: Transition(S.CANCELLED, (F.TELL, F.RELEASE)),
        E.GAVE_UP: Transition(S.CANCELLED, (F.TELL, F.RELEASE)),
    },
    S.SENDING: {
        E.APPROVE: Transition(S.APPROVED, (F.TELL, F.RELEASE)),
        E.DECLINE: Transition(S.DECLINED, (F.TELL, F.RELEASE, F.WATCH)),
        E.SILENCE: Transition(S.UNKNOWN, (F.INQUIRE, F.TELL, F.RELEASE)),
        E.GAVE_UP: Transition(S.ABANDONED, (F.INQUIRE, F.RELEASE)),
    },
    S.UNKNOWN: {
        E.APPROVE: Transition(S.APPROVED, (F.TELL,)),
        E.FOUND_APPROVED: Transition(S.APPROVED, (F.TELL,)),
        E.DECLINE: Transition(S.DECLINED, (F.TELL, F.WATCH)),
        E.FOUND_DECLINED: Transition(S.DECLINED, (F.TELL, F.WATCH)),
        E.FOUND_NOTHING: Transition(S.DECLINED, (F.TELL, F.WATCH)),
        E.NO_INQUIRY: Transition(S.REVERSING, (F.REVERSE, F.TELL)),
        E.GAVE_UP: Transition(S.ABANDONED, (F.INQUIRE,)),
    },
    S.ABANDONED: {
        E.APPROVE: Transition(S.REVERSING, (F.REVERSE,)),
        E.FOUND_APPROVED: Transition(S.REVERSING, (F.REVERSE,)),
        E.DECLINE: Transition(S.DECLINED, (F.TELL, F.WATCH)),
        E.FOUND_DECLINED: Transition(S.DECLINED, (F.TELL, F.WATCH)),
        E.FOUND_NOTHING: Transition(S.DECLINED, (F.TELL, F.WATCH)),
        E.NO_INQUIRY: Transition(S.REVERSING, (F.REVERSE, F.TELL)),
    },
    S.DECLINED: {
        E.APPROVE: Transition(S.REVERSING, (F.REVERSE,)),
        E.FOUND_APPROVED: Transition(S.REVERSING, (F.REVERSE,)),
        E.SETTLED_DIFFERENTLY: Transition(S.DIFFERENT, (F.ALARM,)),
    },
    S.APPROVED: {
        E.SETTLED_DIFFERENTLY: Transition(S.DIFFERENT, (F.ALARM,)),
    },
    S.REVERSING: {
        E.REVERSED: Transition(S.REVERSED, (F.TELL,)),
        E.NOTHING_TO_REVERSE: Transition(S.REVERSED, (F.TELL, F.WATCH)),
        E.REVERSAL_LATE: Transition(S.MANUAL, (F.TELL, F.ALARM)),
    },
    S.REVERSED: {
        E.APPROVE: Transition(S.REVERSING, (F.REVERSE,)),
        E.FOUND_APPROVED: Transition(S.REVERSING, (F.REVERSE,)),
        E.SETTLED_DIFFERENTLY: Transition(S.DIFFERENT, (F.ALARM,)),
    },
    S.MANUAL: {
        E.SETTLED_BY_HAND: Transition(S.REVERSED, (F.TELL,)),
        E.SETTLED_DIFFERENTLY: Transition(S.DIFFERENT, (F.ALARM,)),
    },
    S.DIFFERENT: {
        E.SETTLED_BY_HAND: Transition(S.REVERSED, (F.TELL,)),
    },
    S.CANCELLED: {},
    S.REJECTED: {},
}
BEFORE = frozenset({S.CREATED, S.AT_TERMINAL})
NEVER_SENT = frozenset({S.CANCELLED, S.REJECTED})
BEFORE_SENDING = frozenset({E.LEASED, E.NO_TERMINAL, E.CANCEL, E.CARD, E.FALSE_CARD})
SAME = {
    S.APPROVED: {E.APPROVE, E.FOUND_APPROVED},
    S.DECLINED: {E.DECLINE, E.FOUND_DECLINED, E.FOUND_NOTHING, E.SILENCE},
    S.UNKNOWN: {E.SILENCE},
    S.ABANDONED: {E.SILENCE, E.GAVE_UP},
    S.REVERSED: {E.REVERSED, E.NOTHING_TO_REVERSE},
}


def next_of(state: State, event: Event) -> Transition | Refusal:
    """What an event does in a state."""
    return TABLE[state, event]


def _refusal(state: State, event: Event) -> Refusal:
    """The name of what an event that no transition has is refused for."""
    if event in SAME.get(state, ()):
        return R.ALREADY_SO
    if state in BEFORE:
        return R.NOT_YET
    if state in NEVER_SENT:
        return R.ENDED if event in BEFORE_SENDING or event is E.GAVE_UP else R.NOT_YET
    if event in BEFORE_SENDING:
        return R.ALREADY_SENT
    return R.BEING_REVERSED if state in (S.REVERSING, S.MANUAL) else R.ENDED


def _table() -> dict[tuple[State, Event], Transition | Refusal]:
    return {(s, e): _MOVES[s].get(e) or _refusal(s, e) for s in State for e in Event}


#: All of it: every event in every state.
TABLE: Mapping[tuple[State, Event], Transition | Refusal] = MappingProxyType(_table())
