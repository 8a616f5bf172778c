"""Settings of the SSH server as `sshd -T` prints them, and what Match blocks change for some users."""

from __future__ import annotations

from pcicloud.model.outcome import Json
from pcicloud.reading.lines import content, lines


def values(body: Json, key: str, *, left_out: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Every value that the setting has for somebody: the general one first, then those inside Match blocks.

    `left_out` are the criteria of Match blocks that don't count, in small letters.
    """
    return (*general(body, key), *(value for file in body["files"] for value in _matched(content(file), key, left_out)))


def general(body: Json, key: str) -> tuple[str, ...]:
    """The values that the setting has for everybody for whom no Match block says something else."""
    return tuple(value for name, value in _pairs(body["settings"]["stdout"]) if name == key)


def value(body: Json, key: str) -> str:
    """The setting's general value, empty where sshd has no such setting."""
    found = values(body, key)
    return found[0] if found else ""


def names(body: Json, key: str) -> tuple[str, ...]:
    """A setting that is a list of algorithms."""
    return tuple(name for name in value(body, key).split(",") if name)


def _pairs(text: str) -> list[tuple[str, str]]:
    split = (line.replace("=", " ", 1) if " " not in line else line for line in lines(text))
    return [(key.lower(), value.strip()) for key, _, value in (line.partition(" ") for line in split)]


def _matched(text: str, key: str, left_out: frozenset[str]) -> list[str]:
    found, inside = [], False
    for name, said in _pairs(text):
        if name == "match":
            inside = " ".join(said.lower().split()) not in {"all", *left_out}
        elif inside and name == key:
            found.append(said.strip('"'))
    return found
