"""`${...}` placeholders of the model file and of account settings, filled as far as their values are known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import Final, Literal

from pcicloud.errors import DefinitionError
from pcicloud.model.outcome import Json

PLACEHOLDER = re.compile(r"\$\{([a-zA-Z0-9_.-]+)\}")
STACK_OUTPUT = re.compile(r"stacks\.([^.]+)\.([^.]+)")


class Unknown(Enum):
    """A value that AWS decides during the apply."""

    UNKNOWN = "(known after apply)"


UNKNOWN: Final = Unknown.UNKNOWN
Lookup = Callable[[str], Json]


def fill(value: Json, lookup: Lookup) -> Json:
    """The value with every placeholder filled; UNKNOWN stands for each text with a placeholder that is not known yet.

    A text that is one placeholder and nothing else takes the type of its value.
    """
    if isinstance(value, Mapping):
        return {key: fill(item, lookup) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [fill(item, lookup) for item in value]
    return _fill_text(value, lookup) if isinstance(value, str) else value


def _fill_text(text: str, lookup: Lookup) -> Json:
    whole = PLACEHOLDER.fullmatch(text)
    if whole:
        return lookup(whole[1])
    found = {name: lookup(name) for name in PLACEHOLDER.findall(text)}
    if any(value is UNKNOWN for value in found.values()):
        return UNKNOWN
    return PLACEHOLDER.sub(lambda match: as_text(found[match[1]]), text)


def stack_outputs_in(value: Json) -> Iterator[tuple[str, str]]:
    """The (stack, output) pairs that the placeholders of a value name."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            yield from stack_outputs_in(item)
    elif isinstance(value, str):
        for name in PLACEHOLDER.findall(value):
            if match := STACK_OUTPUT.fullmatch(name):
                yield match[1], match[2]


def has_unknown(value: Json) -> bool:
    """Whether a value is UNKNOWN, or holds an UNKNOWN somewhere."""
    if isinstance(value, Mapping):
        return any(has_unknown(item) for item in value.values())
    if isinstance(value, list | tuple):
        return any(has_unknown(item) for item in value)
    return value is UNKNOWN


def as_text(value: Json) -> str:
    """A value as CloudFormation writes it in a parameter: lists with commas, booleans in lower case."""
    if isinstance(value, list | tuple):
        return ",".join(as_text(item) for item in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def lookup_of(
    facts: Mapping[str, Json], outputs: Mapping[str, Mapping[str, str | Literal[Unknown.UNKNOWN]]], *, where: str
) -> Lookup:
    """A lookup over plain facts (`environment.name`) and stack outputs.

    An output of a stack that is not in `outputs`, or that the stack does not have yet, is UNKNOWN. A name that is
    neither raises DefinitionError; `where` says in which file it stands.
    """

    def lookup(name: str) -> Json:
        if match := STACK_OUTPUT.fullmatch(name):
            return outputs.get(match[1], {}).get(match[2], UNKNOWN)
        if name not in facts:
            raise DefinitionError(f"{where}: there is no value for ${{{name}}}")
        return facts[name]

    return lookup
