"""How libpam goes through a stack (pam.conf(5)): every way that it can end, whatever the modules answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from pcicloud.reading.pam import SUBSTACK, Rule

Answers = Callable[[Rule], tuple[str, ...]]

OTHER = "an error"
KEYWORDS = {
    "required": {"success": "ok", "new_authtok_reqd": "ok", "ignore": "ignore", "default": "bad"},
    "requisite": {"success": "ok", "new_authtok_reqd": "ok", "ignore": "ignore", "default": "die"},
    "sufficient": {"success": "done", "new_authtok_reqd": "done", "default": "ignore"},
    "optional": {"success": "ok", "new_authtok_reqd": "ok", "default": "ignore"},
}
FIXED = {"pam_deny": (OTHER,), "pam_permit": ("success",)}


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One way through a stack: the rules that were asked, in order, and whether the stack granted in the end."""

    granted: bool
    asked: tuple[Rule, ...]


class _State(msgspec.Struct, frozen=True):
    """Where libpam stands: the next rule, its impression, the impression at the start of each substack, the asked."""

    place: int
    impression: str = "none"
    entered: tuple[str, ...] = ("none",)
    asked: tuple[int, ...] = ()


def free(rule: Rule) -> tuple[str, ...]:
    """What a module may answer of which nothing is known: all that its control tells apart."""
    if rule.name in FIXED:
        return FIXED[rule.name]
    named = (key for key in actions(rule.control) if key != "default")
    return tuple(dict.fromkeys(("success", "ignore", OTHER, *named)))


def runs(rules: tuple[Rule, ...], answers: Answers, *, watched: frozenset[str]) -> Iterator[Run]:
    """The runs of a stack whose modules give these answers, one for each that ends otherwise or asks others.

    `watched` are the names of the modules that two runs must have asked alike to count as one.
    """
    seen = set()
    waiting = [_State(0)]
    while waiting:
        state = waiting.pop()
        key = (state.place, state.impression, state.entered, _of(rules, state.asked, watched))
        if key in seen:
            continue
        seen.add(key)
        if state.place >= len(rules):
            yield Run(granted=state.impression == "good", asked=tuple(rules[place] for place in state.asked))
        elif rules[state.place].control == SUBSTACK:
            depth = rules[state.place].level + 1
            entered = (*state.entered[:depth], state.impression)
            waiting.append(_State(state.place + 1, state.impression, entered, state.asked))
        else:
            waiting += [_after(rules, state, answer) for answer in reversed(answers(rules[state.place]))]


def way_past(rules: tuple[Rule, ...], guards: tuple[Rule, ...], refusals: tuple[str, ...]) -> str:
    """How the stack grants although the guards refuse: a plain sentence, empty where it never does."""

    def answers(rule: Rule) -> tuple[str, ...]:
        return refusals if rule in guards else free(rule)

    for run in runs(rules, answers, watched=frozenset(rule.name for rule in guards)):
        if run.granted:
            return _told(rules, run, guards)
    return ""


def actions(control: str) -> dict[str, str]:
    """What libpam does with each answer; one that is not named is `bad`, and a control that it can't read is too."""
    if control.startswith("["):
        pairs = (word.partition("=") for word in control.strip("[]").lower().split())
        return {"default": "bad", **{key: value for key, _, value in pairs}}
    return KEYWORDS.get(control.lower(), {"default": "bad"})


def _of(rules: tuple[Rule, ...], asked: tuple[int, ...], watched: frozenset[str]) -> frozenset[int]:
    return frozenset(place for place in asked if rules[place].name in watched)


def _after(rules: tuple[Rule, ...], state: _State, answer: str) -> _State:
    """The state after the next rule gave its answer."""
    rule = rules[state.place]
    does = actions(rule.control)
    action = does.get(answer, does["default"])
    entered = state.entered[: rule.level + 1]
    if action.isdigit() and int(action):
        place, impression = _jumped(rules, state.place, int(action)), state.impression
        if place is None:
            place, impression = _end(rules, state.place), "bad"
    else:
        impression = _impression(action, answer, state.impression, entered[rule.level])
        ends = action == "die" or (action == "done" and impression in ("good", "odd"))
        place = _end(rules, state.place) if ends else state.place + 1
    return _State(place, impression, entered, (*state.asked, state.place))


def _impression(action: str, answer: str, before: str, at_entry: str) -> str:
    """`none`, `good`, `odd` (decided, but on an answer that is no success) or `bad`."""
    if action in ("ok", "done"):
        if before in ("none", "good"):
            return "good" if answer == "success" else "odd"
        return before
    if action == "reset":
        return at_entry
    return before if action == "ignore" else "bad"


def _jumped(rules: tuple[Rule, ...], place: int, count: int) -> int | None:
    """The place after `count` rules were left out, a substack being one; None where there are not that many."""
    level = rules[place].level
    after = place + 1
    for _ in range(count):
        if after >= len(rules) or rules[after].level < level:
            return None
        after += 1
        while after < len(rules) and rules[after].level > level:
            after += 1
    return after


def _end(rules: tuple[Rule, ...], place: int) -> int:
    """The place after the substack of a rule; the end of the stack for one that is in none."""
    level = rules[place].level
    return next((after for after in range(place + 1, len(rules)) if rules[after].level < level), len(rules))


def _told(rules: tuple[Rule, ...], run: Run, guards: tuple[Rule, ...]) -> str:
    heard = [rule for rule in run.asked if rule in guards]
    if heard:
        return f"{heard[0].name} is {heard[0].control}, and the stack goes on to grant when it refuses"
    first = min(place for place, rule in enumerate(rules) if rule in guards)
    before = [rule for rule in run.asked if rules.index(rule) < first]
    if not before:
        return f"{guards[0].name} is never asked"
    return f"{before[-1].name} ({before[-1].control}) can grant before {rules[first].name} is asked"
