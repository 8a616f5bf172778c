"""An idle shell must end by itself."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed, unknown
from pcicloud.reading.lines import content, number
from pcicloud.reading.shell import Command, commands, plain

DECLARING = ("export", "readonly", "declare", "typeset")
TALKING = ("echo", "logger", "[", "test", "[[", "printf")


@check(evidence="host.shell_profiles", when_none=failed("no shell profile is there"))
def session_timeout(body: Json, env: Environment, *, seconds_max: int) -> Outcome:
    """An idle shell must end by itself.

    Why: an abandoned terminal is an open door for who finds it.
    Fix: `readonly TMOUT=900; export TMOUT` in /etc/profile.d/, outside of every condition.
    Source: bash manual bash(1), TMOUT, readonly.
    """
    told = [one for file in body["files"] for one in commands(content(file)) if _is_about(one)]
    sure = [one for one in told if one.sure]
    values = [number(value) for one in sure if (value := _value(one)) is not None]
    wrong = _wrong(values, sure, seconds_max)
    if wrong and any(not one.sure and _value(one) is not None for one in told) and not values:
        return unknown("TMOUT is set only under a condition, in a function or in what can't be followed")
    if wrong:
        return failed(wrong)
    doubtful = next((one for one in told if not _is_harmless(one, seconds_max)), None)
    if doubtful:
        return unknown(f"it is not clear what becomes of TMOUT by `{' '.join(doubtful.words)[:80]}`")
    return passed(f"an idle shell ends after {values[0]} seconds")


def _wrong(values: list[int | None], sure: list[Command], seconds_max: int) -> str:
    if not values:
        return "TMOUT is not set, so an idle shell stays for ever"
    known = [value for value in values if value is not None]
    if any(value <= 0 for value in known):
        return "TMOUT is 0, so an idle shell stays for ever"
    if any(value > seconds_max for value in known):
        return f"an idle shell ends after {max(known)} seconds, at most {seconds_max} are allowed"
    if any(one.words[0] == "unset" for one in sure):
        return "TMOUT is taken away again by unset"
    first = next(place for place, one in enumerate(sure) if _value(one) is not None)
    if not any(_locks(one) for one in sure[first:]):
        return "TMOUT is not readonly, so that a user can take it away"
    return ""


def _is_about(command: Command) -> bool:
    said = any("TMOUT" in word for word in command.words)
    return said and (command.words[0] not in TALKING or "-v" in command.words)


def _value(command: Command) -> str | None:
    """The value that the command gives to TMOUT; None where it gives none."""
    words = [plain(word) for word in command.words]
    if words[0] in DECLARING:
        words = words[1:]
    elif not all("=" in word for word in words):
        return None
    return next((word.partition("=")[2] for word in reversed(words) if word.startswith("TMOUT=")), None)


def _locks(command: Command) -> bool:
    flags = "".join(word for word in command.words[1:] if word.startswith("-"))
    named = any(plain(word).partition("=")[0] == "TMOUT" for word in command.words[1:])
    return named and (command.words[0] == "readonly" or (command.words[0] in ("declare", "typeset") and "r" in flags))


def _is_harmless(command: Command, seconds_max: int) -> bool:
    """Whether a time-out that is in order stays so, whether the command is run or not."""
    said = _value(command)
    if said is not None:
        value = number(said)
        return value is not None and 0 < value <= seconds_max
    return command.words[0] in DECLARING and not any(word.startswith("+") for word in command.words)
