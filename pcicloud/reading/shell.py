"""Shell scripts as profiles are written: their commands in order, and whether each is run in any case."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

TOKEN = re.compile(
    r"""\s*(?:(?P<comment>(?<!\S)\#.*)
    |(?P<operator>&&|\|\||;;|<<<|<<|[;&|()<>])
    |(?P<word>(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s;&|()<>"'\\])+))""",
    re.VERBOSE,
)
OPENING = ("if", "case", "for", "while", "until", "select", "{")
CLOSING = ("fi", "esac", "done", "}")
BETWEEN = ("then", "else", "elif", "do", "!")
LINKS = ("&&", "||", "|")


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """One command. `sure`: it is run whenever the file is read, not only under a condition or in a function."""

    words: tuple[str, ...]
    sure: bool


def commands(text: str) -> Iterator[Command]:
    """The commands of a script, in order. After what can't be followed (here-documents, open quotes) none is sure.

    Source: POSIX.1-2017, Shell Command Language, 2.9.
    """
    reader = _Reader()
    for line in text.replace("\\\n", " ").splitlines():
        for command in reader.line(line):
            yield command
            if command.sure and command.words[0] in ("return", "exit"):
                return


def plain(word: str) -> str:
    """A word without its quotes."""
    return word.replace('"', "").replace("'", "")


class _Reader:
    """What is remembered from line to line: how deep in blocks, what links to the next command, lost or not."""

    def __init__(self) -> None:
        self.depth = 0
        self.parentheses = 0
        self.link = ""
        self.lost = False

    def line(self, text: str) -> Iterator[Command]:
        tokens, whole = _tokens(text)
        self.lost = self.lost or not whole
        words: list[str] = []
        for kind, said in [*tokens, ("operator", "\n")]:
            if kind == "word":
                self._word(words, said)
                continue
            if words:
                yield Command(words=tuple(words), sure=self._is_sure(said))
            self._operator(said, bool(words))
            words = []

    def _is_sure(self, after: str) -> bool:
        return not (self.lost or self.depth or self.link in LINKS or after in ("|", "&"))

    def _word(self, words: list[str], said: str) -> None:
        if said in ("{", "}") or not words:
            self.depth += (said in OPENING) - (said in CLOSING)
            self.lost = self.lost or self.depth < 0
            if said in (*OPENING, *CLOSING, *BETWEEN):
                return
        words.append(said)

    def _operator(self, said: str, some: bool) -> None:
        if said == "<<":
            self.lost = True
        if said == "(":
            self.parentheses += 1
            self.depth += 1
        if said == ")" and self.parentheses:
            self.parentheses -= 1
            self.depth -= 1
        if said != "\n" or some:
            self.link = said


def _tokens(line: str) -> tuple[list[tuple[str, str]], bool]:
    """The words and operators of a line, and whether all of it could be read."""
    found: list[tuple[str, str]] = []
    place, text = 0, line.rstrip()
    while place < len(text):
        match = TOKEN.match(text, place)
        if match is None:
            return [*found, ("word", text[place:].strip())], False
        if match.lastgroup != "comment":
            found.append((str(match.lastgroup), match[str(match.lastgroup)]))
        place = match.end()
    return found, True
