"""The ledger of payments: state, event and outbox change in one commit, and the state is the fold of the events."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from pcicloud.errors import OutsideError, PcicloudError
from pcicloud.workloads.pay_tg.attempt import Effect, Event, Refusal, State, Transition, next_of
from pcicloud.workloads.pay_tg.card_number import holds_card_number
from pcicloud.workloads.pay_tg.ledger.opening import READS, opened
from pcicloud.workloads.pay_tg.ledger.tables import ATTEMPT, EVENT, KEY_USE, OUTBOX
from pcicloud.workloads.pay_tg.ledger.writer import Writer
from pcicloud.workloads.pay_tg.order import Order
from pcicloud.workloads.pay_tg.schedule import is_needed, is_over, wait

#: How often a transition is tried again where another process changed the attempt meanwhile.
RACES_MAX = 20
LEASE_MS = 60_000
MESSAGE_MAX = 500
WITHHELD = "(withheld: it looked like a card number)"
#: Milliseconds since 1970, UTC.
Clock = Callable[[], int]


class AskedOtherwise(PcicloudError):
    """The idempotency key was used before, with another body."""


class UnknownAttempt(PcicloudError):
    """There is no such attempt."""


class Facts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What came with an event. Texts of others that look like a card number are withheld."""

    approval_number: str | None = None
    psp_transaction: str | None = None
    psp_code: str | None = None
    psp_message: str | None = None
    by: str | None = None  # who settled it by hand
    reason: str | None = None


class KeyUse(msgspec.Struct, frozen=True, kw_only=True):
    """Which key of a terminal a message came with: the initial key's id in hex, and the transaction's counter."""

    initial_key: str
    counter: int


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """An attempt as it stands now."""

    id: str
    order: Order
    state: State
    version: int
    made_at: int
    facts: Facts


class Happened(msgspec.Struct, frozen=True, kw_only=True):
    """One event of an attempt: what the attempt had as version after it, or why it changed nothing."""

    event: Event
    at: int
    facts: Facts
    version: int | None
    refusal: Refusal | None


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """An effect that is to be done now; nobody else gets it for a minute."""

    id: int
    attempt: str
    effect: Effect
    tries: int
    is_over: bool


NOTHING = Facts()


class Ledger:
    """One process's way to the ledger; several processes may share a database."""

    def __init__(self, url: str, clock: Clock = lambda: time.time_ns() // 1_000_000) -> None:
        """Raises UsageError for a wrong URL, OutsideError where the database can't be had."""
        self._engine = opened(url)
        self._reading = self._engine.execution_options(**{READS: True})
        self._writer = Writer(self._engine)
        self._clock = clock

    def close(self) -> None:
        """Do what was asked for, and end."""
        self._writer.close()
        self._engine.dispose()

    def create(self, order: Order) -> Future[Attempt]:
        """A new attempt, or the one that this request made before. AskedOtherwise: the same key, another body."""
        return self._do(lambda c: self._create(c, order))

    def apply(
        self, attempt: str, event: Event, facts: Facts = NOTHING, key: KeyUse | None = None
    ) -> Future[Transition | Refusal]:
        """What the event does, durable with all that follows from it; a refusal is recorded, too.

        `key`: what a card came with; where the counter was used before, the event is a false card. UnknownAttempt.
        """
        return self._do(lambda c: self._apply(c, attempt, event, facts, key))

    def take_due(self, limit: int = 100) -> Future[tuple[Due, ...]]:
        """What is to be done now, held for this process for a minute; what has nothing left to do is closed."""
        return self._do(lambda c: self._take_due(c, limit))

    def done(self, due: Due) -> Future[None]:
        """The effect was carried out."""
        return self._do(lambda c: self._settle(c, due, done_at=self._clock()))

    def again(self, due: Due) -> Future[None]:
        """It was tried, and is to be tried again after its wait."""
        at = self._clock() + wait(due.effect, due.tries + 1) * 1000
        return self._do(lambda c: self._settle(c, due, due_at=at, tries=due.tries + 1, held_until=0))

    def attempt(self, id_: str) -> Attempt:
        """An attempt as it stands. Raises UnknownAttempt."""
        row = self._read(lambda c: c.execute(select(ATTEMPT).where(ATTEMPT.c.id == id_)).one_or_none())
        if row is None:
            raise UnknownAttempt("there is no such attempt")
        return _attempt(row)

    def history(self, id_: str) -> tuple[Happened, ...]:
        """Every event of an attempt, in order."""
        rows = self._read(lambda c: c.execute(select(EVENT).where(EVENT.c.attempt == id_).order_by(EVENT.c.id)).all())
        return tuple(
            Happened(
                event=Event(row.event),
                at=row.at,
                facts=msgspec.json.decode(row.facts, type=Facts),
                version=row.version,
                refusal=None if row.refusal is None else Refusal(row.refusal),
            )
            for row in rows
        )

    def unlike_their_events(self) -> tuple[str, ...]:
        """The attempts whose state is not the fold of their events: none, or somebody wrote into the database."""
        rows = self._read(lambda c: c.execute(select(ATTEMPT.c.id, ATTEMPT.c.state, ATTEMPT.c.version)).all())
        return tuple(row.id for row in rows if not _is_fold(self.history(row.id), State(row.state), row.version))

    def open_effects(self) -> dict[Effect, int]:
        """How many of each effect are still to be done."""
        asked = select(OUTBOX.c.effect, func.count()).where(OUTBOX.c.done_at.is_(None)).group_by(OUTBOX.c.effect)
        return {Effect(effect): count for effect, count in self._read(lambda c: c.execute(asked).all())}

    def _do(self, command: Callable[[Connection], Any]) -> Future[Any]:
        return self._writer.do(command)

    def _read(self, command: Callable[[Connection], Any]) -> Any:
        try:
            with self._reading.connect() as connection:
                return command(connection)
        except SQLAlchemyError as error:
            raise OutsideError(f"the ledger can't be read ({type(error).__name__})") from error

    def _create(self, c: Connection, order: Order) -> Attempt:
        at = self._clock()
        same = select(ATTEMPT).where(
            ATTEMPT.c.merchant == order.merchant, ATTEMPT.c.transaction_id == order.transaction_id
        )
        row = c.execute(same).one_or_none()
        if row is None:
            # Of two that come at once, the database lets in one: the other's command fails, and is run again.
            about = msgspec.structs.asdict(order) | {"operation": str(order.operation), "division": str(order.division)}
            made = {"id": new_id(at), "asked": order.digest, "state": str(State.CREATED), "version": 0, "made_at": at}
            c.execute(insert(ATTEMPT).values(**about, **made))
            row = c.execute(same).one()
        if row.asked != order.digest:
            raise AskedOtherwise(f"the transaction id {order.transaction_id} was used before, with another request")
        return _attempt(row)

    def _apply(
        self, c: Connection, attempt: str, event: Event, facts: Facts, key: KeyUse | None
    ) -> Transition | Refusal:
        at = self._clock()
        facts = _clean(facts)
        for _ in range(RACES_MAX):
            row = c.execute(select(ATTEMPT.c.state, ATTEMPT.c.version).where(ATTEMPT.c.id == attempt)).one_or_none()
            if row is None:
                raise UnknownAttempt("there is no such attempt")
            found = next_of(State(row.state), event)
            if isinstance(found, Transition) and event is Event.CARD and key and not _is_new(c, key, at):
                event, facts = Event.FALSE_CARD, msgspec.structs.replace(facts, reason="the key was used before")
                found = next_of(State(row.state), event)
            told = {"attempt": attempt, "event": str(event), "at": at, "facts": msgspec.json.encode(facts).decode()}
            if isinstance(found, Refusal):
                c.execute(insert(EVENT).values(**told, refusal=str(found)))
                return found
            changed = c.execute(
                update(ATTEMPT)
                .where(ATTEMPT.c.id == attempt, ATTEMPT.c.version == row.version)
                .values(state=str(found.to), version=row.version + 1, **_kept(facts))
            )
            if changed.rowcount == 1:
                c.execute(insert(EVENT).values(**told, version=row.version + 1))
                self._put_out(c, attempt, found.effects, at)
                return found
        raise OutsideError("the attempt is changed by others all the time")

    @staticmethod
    def _put_out(c: Connection, attempt: str, effects: tuple[Effect, ...], at: int) -> None:
        rows = [
            {
                "attempt": attempt,
                "effect": str(effect),
                "made_at": at,
                "due_at": at + wait(effect, 0) * 1000,
                "tries": 0,
                "held_until": 0,
            }
            for effect in effects
        ]
        if rows:
            c.execute(insert(OUTBOX), rows)

    def _take_due(self, c: Connection, limit: int) -> tuple[Due, ...]:
        now = self._clock()
        wanted = (
            select(OUTBOX.c.id, OUTBOX.c.attempt, OUTBOX.c.effect, OUTBOX.c.tries, OUTBOX.c.made_at, ATTEMPT.c.state)
            .join(ATTEMPT, ATTEMPT.c.id == OUTBOX.c.attempt)
            .where(OUTBOX.c.done_at.is_(None), OUTBOX.c.due_at <= now, OUTBOX.c.held_until <= now)
            .order_by(OUTBOX.c.due_at, OUTBOX.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True, of=OUTBOX)
        )
        rows = c.execute(wanted).all()
        needed = [row for row in rows if is_needed(Effect(row.effect), State(row.state))]
        closed = [row.id for row in rows if row not in needed]
        if closed:
            c.execute(update(OUTBOX).where(OUTBOX.c.id.in_(closed)).values(done_at=now))
        if needed:
            held = OUTBOX.c.id.in_([row.id for row in needed])
            c.execute(update(OUTBOX).where(held).values(held_until=now + LEASE_MS))
        return tuple(
            Due(
                id=row.id,
                attempt=row.attempt,
                effect=Effect(row.effect),
                tries=row.tries,
                is_over=is_over(Effect(row.effect), (now - row.made_at) / 1000),
            )
            for row in needed
        )

    @staticmethod
    def _settle(c: Connection, due: Due, **values: int) -> None:
        c.execute(update(OUTBOX).where(OUTBOX.c.id == due.id, OUTBOX.c.done_at.is_(None)).values(**values))


def fold(history: tuple[Happened, ...]) -> tuple[State, int]:
    """The state and version that the events lead to. Raises ValueError where they can't have happened in this order."""
    state, version = State.CREATED, 0
    for one in history:
        found = next_of(state, one.event)
        if one.refusal is not None:
            continue
        if isinstance(found, Refusal) or one.version != version + 1:
            raise ValueError(f"{one.event} in {state} after version {version}")
        state, version = found.to, version + 1
    return state, version


def _is_fold(history: tuple[Happened, ...], state: State, version: int) -> bool:
    try:
        return fold(history) == (state, version)
    except ValueError:
        return False


def new_id(at: int) -> str:
    """An id that sorts by time, and that nobody guesses: 25 characters, as an order's id at a PSP may have."""
    return f"{at:011x}{secrets.token_hex(7)}"


def _is_new(c: Connection, key: KeyUse, at: int) -> bool:
    """Whether the counter is above every one seen; then it is the highest seen."""
    mine = KEY_USE.c.initial_key == key.initial_key
    raised = c.execute(update(KEY_USE).where(mine, KEY_USE.c.counter < key.counter).values(counter=key.counter, at=at))
    if raised.rowcount == 1:
        return True
    if c.execute(select(KEY_USE.c.counter).where(mine)).one_or_none() is not None:
        return False
    c.execute(insert(KEY_USE).values(initial_key=key.initial_key, counter=key.counter, at=at))
    return True


def _clean(facts: Facts) -> Facts:
    given = {name: value for name, value in msgspec.structs.asdict(facts).items() if value is not None}
    safe = {name: WITHHELD if holds_card_number(text) else text[:MESSAGE_MAX] for name, text in given.items()}
    return Facts(**safe)


def _kept(facts: Facts) -> dict[str, str]:
    columns = ("approval_number", "psp_transaction", "psp_code", "psp_message")
    return {name: value for name in columns if (value := getattr(facts, name)) is not None}


def _attempt(row: Row[Any]) -> Attempt:
    about = row._asdict()
    order = {name: about[name] for name in Order.__struct_fields__}
    facts = {name: about[name] for name in ("approval_number", "psp_transaction", "psp_code", "psp_message")}
    return Attempt(
        id=row.id,
        order=msgspec.convert(order, Order),
        state=State(row.state),
        version=row.version,
        made_at=row.made_at,
        facts=Facts(**facts),
    )
