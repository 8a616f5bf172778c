"""The table of an attempt: whole, and right in every order of events that a payment service provider and a network can make."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from pcicloud.workloads.pay_tg.attempt import TABLE, Effect, Event, Refusal, State, Transition, next_of

SETTLED = {State.APPROVED, State.DECLINED, State.REVERSED, State.CANCELLED, State.REJECTED}
FOUND = {"nothing": Event.FOUND_NOTHING, "held": Event.FOUND_APPROVED, "refused": Event.FOUND_DECLINED, "void": None}


class World(NamedTuple):
    """An attempt, what the PSP has of it, a request that is still on its way, and what the outbox still does."""

    state: State = State.CREATED
    psp: str = "nothing"
    on_its_way: bool = False
    watched: bool = False

    def after(self, event: Event) -> World:
        found = next_of(self.state, event)
        if isinstance(found, Refusal):
            return self
        sent = self.on_its_way or Effect.SEND in found.effects
        return self._replace(state=found.to, on_its_way=sent, watched=self.watched or Effect.WATCH in found.effects)


def moves(world: World) -> Iterator[World]:
    """Everything that may happen next."""
    for event in (Event.LEASED, Event.NO_TERMINAL, Event.CANCEL, Event.CARD, Event.FALSE_CARD, Event.GAVE_UP):
        yield world.after(event)
    if world.on_its_way:
        yield world._replace(on_its_way=False)  # lost
        if world.psp == "nothing":
            for psp, answer in (("held", Event.APPROVE), ("refused", Event.DECLINE)):
                done = world._replace(psp=psp, on_its_way=False)
                yield done  # the answer is lost
                yield done.after(answer)
    if world.psp in ("held", "void"):
        yield world.after(Event.APPROVE)  # an answer that comes late, or twice
    if world.state is State.SENDING:
        yield world.after(Event.SILENCE)
    if world.state in (State.UNKNOWN, State.ABANDONED) or world.watched:
        event = FOUND[world.psp]
        if event is not None:
            yield world.after(event)
    yield world.after(Event.NO_INQUIRY)
    if world.state is State.REVERSING:
        yield world.after(Event.REVERSAL_LATE)
        if world.psp in ("held", "void"):
            yield world._replace(psp="void").after(Event.REVERSED)
            yield world._replace(psp="void")  # its confirmation is lost
        else:
            yield world.after(Event.NOTHING_TO_REVERSE)


@pytest.fixture(scope="module")
def reachable() -> set[World]:
    seen, open_ = {World()}, [World()]
    while open_:
        for world in moves(open_.pop()):
            if world not in seen:
                seen.add(world)
                open_.append(world)
    return seen


def test_every_event_in_every_state_is_a_transition_or_a_named_refusal() -> None:
    assert set(TABLE) == {(state, event) for state in State for event in Event}
    assert all(isinstance(found, Transition | Refusal) for found in TABLE.values())


def test_nothing_is_sent_twice() -> None:
    into = {
        state for (state, _), found in TABLE.items() if isinstance(found, Transition) and Effect.SEND in found.effects
    }
    assert into == {State.AT_TERMINAL}
    back = [1 for found in TABLE.values() if isinstance(found, Transition) and found.to is State.AT_TERMINAL]
    assert len(back) == 1


def test_every_state_of_the_provider_is_reached(reachable: set[World]) -> None:
    assert {world.psp for world in reachable} == set(FOUND)
    assert {world.state for world in reachable} == set(State) - {State.DIFFERENT}


def test_what_was_never_sent_is_nowhere(reachable: set[World]) -> None:
    for world in reachable:
        if world.state in (State.CREATED, State.AT_TERMINAL, State.CANCELLED, State.REJECTED):
            assert world.psp == "nothing"
            assert not world.on_its_way


def test_no_approval_is_lost_and_nobody_is_charged_who_was_told_otherwise(reachable: set[World]) -> None:
    for world in reachable:
        if world.state is State.APPROVED:
            assert world.psp == "held", world
        elif world.state in SETTLED and world.psp == "held":
            # Only where the outbox still inquires, and then it is reversed.
            assert world.watched, world
            assert world.after(Event.FOUND_APPROVED).state is State.REVERSING


def test_every_way_can_still_end_well(reachable: set[World]) -> None:
    """From everywhere, what the outbox does by itself leads to a settled state that is the provider's."""
    good = {
        world
        for world in reachable
        if world.state in SETTLED and (world.psp == "held") == (world.state is State.APPROVED)
    }
    good |= {world for world in reachable if world.state is State.MANUAL}
    while True:
        more = {world for world in reachable - good if any(after in good for after in moves(world))}
        if not more:
            break
        good |= more
    assert good == reachable


def test_silence_is_never_a_decline() -> None:
    for state in State:
        found = next_of(state, Event.SILENCE)
        assert not (isinstance(found, Transition) and found.to is State.DECLINED)
