"""The ledger: what is acknowledged is durable, whole, and once; over SQLite and PostgreSQL."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, insert, text

from pcicloud.errors import OutsideError, UsageError
from pcicloud.workloads.pay_tg.attempt import Effect, Event, Refusal, State, Transition, next_of
from pcicloud.workloads.pay_tg.ledger.ledger import AskedOtherwise, Facts, KeyUse, Ledger, UnknownAttempt, fold
from pcicloud.workloads.pay_tg.ledger.tables import ATTEMPT, METADATA
from pcicloud.workloads.pay_tg.schedule import DAY, HOUR
from tests.workloads.pay_tg.conftest import Clock
from tests.workloads.pay_tg.orders import order

WRITER = Path(__file__).with_name("killed_ledger.py")
ROOT = Path(__file__).parent.parent.parent.parent


def through(ledger: Ledger, *events: Event, number: int = 1) -> str:
    """The id of an attempt to which these events happened."""
    attempt = ledger.create(order(number)).result().id
    for event in events:
        assert isinstance(ledger.apply(attempt, event).result(), Transition)
    return attempt


def test_a_sale_from_order_to_approval(ledger: Ledger) -> None:
    attempt = through(ledger, Event.LEASED, Event.CARD)
    ledger.apply(attempt, Event.APPROVE, Facts(approval_number="012345", psp_transaction="P-1")).result()
    found = ledger.attempt(attempt)
    assert found.order == order()
    assert (found.state, found.version) == (State.APPROVED, 3)
    assert (found.facts.approval_number, found.facts.psp_transaction) == ("012345", "P-1")
    assert [one.event for one in ledger.history(attempt)] == [Event.LEASED, Event.CARD, Event.APPROVE]
    assert ledger.unlike_their_events() == ()
    assert ledger.open_effects() == {Effect.ASK_CARD: 1, Effect.SEND: 1, Effect.TELL: 1, Effect.RELEASE: 1}


def test_the_same_request_is_one_attempt_and_another_under_its_key_is_refused(ledger: Ledger) -> None:
    first = ledger.create(order())
    again = ledger.create(order())
    assert first.result().id == again.result().id
    with pytest.raises(AskedOtherwise) as caught:
        ledger.create(order(amount=1)).result()
    assert "1980" not in str(caught.value)
    assert ledger.create(order(merchant="other")).result().id != first.result().id


def test_of_requests_that_come_at_once_to_two_processes_one_makes_the_attempt(url: str) -> None:
    ledgers = [Ledger(url), Ledger(url)]
    try:
        for number in range(30):
            with ThreadPoolExecutor(8) as pool:
                asked = [pool.submit(ledgers[n % 2].create, order(number)) for n in range(8)]
            assert len({one.result().result().id for one in asked}) == 1
    finally:
        for ledger in ledgers:
            ledger.close()


def test_who_comes_while_another_process_makes_the_same_attempt_gets_that_one(ledger: Ledger, url: str) -> None:
    row = {**msgspec.to_builtins(order()), "trade_date": order().trade_date, "asked": order().digest}
    row |= {"id": "other", "state": "created", "version": 0, "made_at": 1}
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(insert(ATTEMPT).values(**row))
        asked = ledger.create(order())
        with pytest.raises(TimeoutError):
            asked.result(timeout=0.3)
    engine.dispose()
    assert asked.result().id == "other"


def test_of_two_ends_that_come_at_once_to_two_processes_one_holds(url: str) -> None:
    ledgers = [Ledger(url), Ledger(url)]
    try:
        for number in range(30):
            attempt = through(ledgers[0], Event.LEASED, Event.CARD, number=number)
            ends = (Event.APPROVE, Event.GAVE_UP)
            found = [one.apply(attempt, event) for one, event in zip(ledgers, ends, strict=True)]
            assert all(isinstance(one.result(), Transition | Refusal) for one in found)
            # Approved first: who gives up is too late. Given up first: the approval is reversed.
            assert ledgers[0].attempt(attempt).state in (State.APPROVED, State.REVERSING)
        assert ledgers[0].unlike_their_events() == ()
    finally:
        for ledger in ledgers:
            ledger.close()


def test_a_refused_event_changes_nothing_and_is_recorded(ledger: Ledger) -> None:
    attempt = through(ledger, Event.LEASED)
    assert ledger.apply(attempt, Event.APPROVE).result() is Refusal.NOT_YET
    assert ledger.attempt(attempt).state is State.AT_TERMINAL
    assert [(one.event, one.refusal) for one in ledger.history(attempt)][-1] == (Event.APPROVE, Refusal.NOT_YET)
    with pytest.raises(UnknownAttempt):
        ledger.apply("nobody", Event.APPROVE).result()
    with pytest.raises(UnknownAttempt):
        ledger.attempt("nobody")


def test_a_key_that_was_used_before_is_a_false_card(ledger: Ledger) -> None:
    said = {}
    for number, counter in enumerate((5, 5, 4, 6)):
        attempt = through(ledger, Event.LEASED, number=number)
        ledger.apply(attempt, Event.CARD, key=KeyUse(initial_key="0102", counter=counter)).result()
        said[number] = ledger.attempt(attempt).state
    assert said == {0: State.SENDING, 1: State.REJECTED, 2: State.REJECTED, 3: State.SENDING}
    attempt = through(ledger, Event.LEASED, number=9)
    ledger.apply(attempt, Event.CARD, key=KeyUse(initial_key="0103", counter=1)).result()
    assert ledger.attempt(attempt).state is State.SENDING


def test_a_card_that_comes_where_none_is_asked_for_does_not_use_up_its_key(ledger: Ledger) -> None:
    key = KeyUse(initial_key="0102", counter=5)
    attempt = through(ledger)
    assert ledger.apply(attempt, Event.CARD, key=key).result() is Refusal.NOT_YET
    ledger.apply(attempt, Event.LEASED).result()
    ledger.apply(attempt, Event.CARD, key=key).result()
    assert ledger.attempt(attempt).state is State.SENDING


def test_a_card_with_a_false_mac_does_not_use_up_its_key(ledger: Ledger) -> None:
    key = KeyUse(initial_key="0102", counter=5)
    ledger.apply(through(ledger, Event.LEASED), Event.FALSE_CARD, key=key).result()
    attempt = through(ledger, Event.LEASED, number=2)
    ledger.apply(attempt, Event.CARD, key=key).result()
    assert ledger.attempt(attempt).state is State.SENDING


def test_a_card_number_in_what_a_provider_says_is_withheld(ledger: Ledger, url: str) -> None:
    attempt = through(ledger, Event.LEASED, Event.CARD)
    ledger.apply(attempt, Event.DECLINE, Facts(psp_code="G12", psp_message="card 4111 1111 1111 1111 refused")).result()
    assert "withheld" in str(ledger.attempt(attempt).facts.psp_message)
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = [connection.execute(text(f"select * from {table}")).all() for table in METADATA.tables]
    engine.dispose()
    assert "1111" not in str(rows)


def test_what_is_due_is_given_to_one_and_again_to_others_when_it_died(url: str, clock: Clock) -> None:
    ledgers = [Ledger(url, clock), Ledger(url, clock)]
    try:
        for number in range(40):
            through(ledgers[0], Event.LEASED, number=number)
        with ThreadPoolExecutor(2) as pool:
            taken = list(pool.map(lambda one: one.take_due(30).result(), ledgers))
        ids = [due.id for part in taken for due in part]
        assert len(ids) == len(set(ids)) == 40
        assert ledgers[0].take_due().result() == ()
        for due in taken[0]:
            ledgers[0].done(due).result()
        clock.pass_s(61)
        assert {due.id for due in ledgers[0].take_due().result()} == {due.id for due in taken[1]}
    finally:
        for ledger in ledgers:
            ledger.close()


def test_an_effect_is_tried_again_with_longer_waits_until_it_is_over(ledger: Ledger, clock: Clock) -> None:
    through(ledger, Event.LEASED, Event.CARD, Event.GAVE_UP, Event.APPROVE)
    waits, now = [], clock.now
    while True:
        found = [due for due in ledger.take_due().result() if due.effect is Effect.REVERSE]
        if found:
            waits.append((clock.now - now) / 1000)
            now = clock.now
            if found[0].is_over:
                break
            ledger.again(found[0]).result()
        clock.pass_s(1 if len(waits) < 4 else 300)
    assert waits[:4] == [0, 2, 5, 15]
    assert max(waits) <= HOUR + 300
    assert 72 * HOUR <= sum(waits) < 4 * DAY


def test_what_has_nothing_left_to_do_is_closed(ledger: Ledger, clock: Clock) -> None:
    attempt = through(ledger, Event.LEASED, Event.CARD, Event.SILENCE)
    assert Effect.INQUIRE in ledger.open_effects()
    ledger.apply(attempt, Event.APPROVE).result()
    clock.pass_s(60)
    assert {due.effect for due in ledger.take_due().result()} == {Effect.TELL, Effect.RELEASE}
    assert set(ledger.open_effects()) == {Effect.TELL, Effect.RELEASE}


def test_after_any_events_the_state_is_their_fold(ledger: Ledger) -> None:
    rng = random.Random(20261124)
    effects: dict[Effect, int] = {}
    for number in range(60):
        attempt = ledger.create(order(number)).result().id
        for event in rng.choices(list(Event), k=12):
            found = ledger.apply(attempt, event).result()
            for effect in found.effects if isinstance(found, Transition) else ():
                effects[effect] = effects.get(effect, 0) + 1
    assert ledger.unlike_their_events() == ()
    assert ledger.open_effects() == effects


def test_who_writes_into_the_database_is_found_out(ledger: Ledger, url: str) -> None:
    attempts = [through(ledger, Event.LEASED, Event.CARD, Event.DECLINE, number=n) for n in range(3)]
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("update attempt set state = 'approved' where id = :id"), {"id": attempts[0]})
        connection.execute(text("delete from event where attempt = :id and version = 2"), {"id": attempts[1]})
    engine.dispose()
    assert set(ledger.unlike_their_events()) == set(attempts[:2])


def test_the_steps_make_the_tables_that_the_code_means(ledger: Ledger, url: str) -> None:
    engine = create_engine(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    engine.dispose()


@pytest.mark.parametrize("after", [1, 40, 200, 777])
def test_what_was_acknowledged_outlives_a_kill(after: int, url: str) -> None:
    with subprocess.Popen([sys.executable, WRITER, url], stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout
        said = [process.stdout.readline().split() for _ in range(after)]
        process.send_signal(signal.SIGKILL)
        said += [line.split() for line in process.stdout if line.endswith("\n")]
    ledger = Ledger(url)
    try:
        assert ledger.unlike_their_events() == ()
        put_out = 0
        for attempt in {attempt for attempt, _ in said}:
            history = ledger.history(attempt)
            versions = [int(version) for one, version in said if one == attempt]
            assert max(versions) <= ledger.attempt(attempt).version
            state = State.CREATED
            for one in history:
                found = next_of(state, one.event)
                assert isinstance(found, Transition)
                state, put_out = found.to, put_out + len(found.effects)
            assert fold(history)[0] is state
        assert put_out <= sum(ledger.open_effects().values()) <= put_out + 20 * 3
    finally:
        ledger.close()


def test_a_database_that_can_t_be_had_is_said_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(OutsideError) as caught:
        Ledger(f"postgresql+psycopg://ledger:geheim@/ledger?host={tmp_path}")
    assert "geheim" not in str(caught.value)
    with pytest.raises(OutsideError):
        Ledger(f"sqlite:///{tmp_path}/no/such/folder/ledger.db")
    with pytest.raises(UsageError):
        Ledger("ledger")


def test_only_its_owner_reads_the_file(tmp_path: Path) -> None:
    Ledger(f"sqlite:///{tmp_path / 'ledger.db'}").close()
    assert (tmp_path / "ledger.db").stat().st_mode & 0o077 == 0
