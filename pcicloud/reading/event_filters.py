"""Reads filter patterns of CloudWatch Logs for JSON events, and tells whether an event passes them.

Source: Amazon CloudWatch Logs User Guide, "Filter pattern syntax for metric filters" (JSON events).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fnmatch import fnmatchcase
from functools import lru_cache

from pcicloud.model.outcome import Json

Test = Callable[[Json], bool]
TOKEN = re.compile(
    r"""\s*(?:(?P<sign>&&|\|\||!=|<=|>=|[=<>(){}])|(?P<quoted>"(?:[^"\\]|\\.)*")|(?P<regex>%[^%]*%)"""
    r"""|(?P<word>[^\s=<>!&|(){}"%]+))"""
)
OPERATORS = {"=", "!=", "<", ">", "<=", ">="}


class UnreadPatternError(ValueError):
    """A pattern that is not a filter of JSON events, or is written in a way that this reader does not know."""


def passes(pattern: str, event: Json) -> bool:
    """Whether an event passes a filter. Raises UnreadPatternError."""
    return _test_of(pattern)(event)


# One judgement holds the same few patterns against events hundreds of times.
@lru_cache(maxsize=256)
def _test_of(pattern: str) -> Test:
    return _Reader(pattern).test()


class _Reader:
    """Reads one pattern from left to right; `||` binds weaker than `&&`."""

    def __init__(self, pattern: str) -> None:
        self.tokens = _tokens(pattern)
        self.at = 0

    def test(self) -> Test:
        self._expect("{")
        test = self._any()
        self._expect("}")
        if self.at != len(self.tokens):
            raise UnreadPatternError("there is more after the closing brace")
        return test

    def _any(self) -> Test:
        tests = [self._all()]
        while self._take("||"):
            tests.append(self._all())
        return lambda event: any(test(event) for test in tests)

    def _all(self) -> Test:
        tests = [self._one()]
        while self._take("&&"):
            tests.append(self._one())
        return lambda event: all(test(event) for test in tests)

    def _one(self) -> Test:
        if self._take("("):
            test = self._any()
            self._expect(")")
            return test
        return self._comparison()

    def _comparison(self) -> Test:
        path = self._next()
        if not path.startswith("$."):
            raise UnreadPatternError(f"{path} is no field")
        word = self._next()
        if word == "EXISTS":
            return lambda event: _value(event, path) is not None
        if word == "NOT":
            self._expect("EXISTS")
            return lambda event: _value(event, path) is None
        if word == "IS":
            wanted = {"TRUE": True, "FALSE": False, "NULL": None}.get(self._next(), ...)
            return lambda event: _value(event, path) is wanted
        if word not in OPERATORS:
            raise UnreadPatternError(f"{word} is no operator")
        return _comparing(path, word, self._next())

    def _next(self) -> str:
        if self.at >= len(self.tokens):
            raise UnreadPatternError("the pattern ends too early")
        self.at += 1
        return self.tokens[self.at - 1]

    def _take(self, token: str) -> bool:
        found = self.at < len(self.tokens) and self.tokens[self.at] == token
        self.at += found
        return found

    def _expect(self, token: str) -> None:
        if not self._take(token):
            raise UnreadPatternError(f"{token} is missing")


def _tokens(pattern: str) -> list[str]:
    tokens, at = [], 0
    text = pattern.strip()
    while at < len(text):
        found = TOKEN.match(text, at)
        if not found:
            raise UnreadPatternError(f"{text[at : at + 10]!r} cannot be read")
        tokens.append(found.group().strip())
        at = found.end()
    return tokens


def _value(event: Json, path: str) -> Json:
    value = event
    for name in path.removeprefix("$.").split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _comparing(path: str, operator: str, wanted: str) -> Test:
    def test(event: Json) -> bool:
        value = _value(event, path)
        if value is None:
            return False
        if operator in ("=", "!="):
            return _equal(str(value), wanted) == (operator == "=")
        return _ordered(value, operator, wanted)

    return test


def _equal(value: str, wanted: str) -> bool:
    if wanted.startswith("%"):
        return re.search(wanted.strip("%"), value) is not None
    plain = re.sub(r"\\(.)", r"\1", wanted[1:-1]) if wanted.startswith('"') else wanted
    return fnmatchcase(value, plain.replace("[", "[[]"))


def _ordered(value: Json, operator: str, wanted: str) -> bool:
    try:
        left, right = float(value), float(wanted)
    except (TypeError, ValueError):
        return False
    if operator in ("<=", ">=") and left == right:
        return True
    return left < right if operator.startswith("<") else left > right
