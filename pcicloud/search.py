"""Finds requirements by words, in both languages; the glossary tells which words mean the same. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from pcicloud.catalog import Catalog
from pcicloud.model.assessment import Text
from pcicloud.model.requirement import Requirement

#: What a hit is worth by the field in which it stands; a text elsewhere is worth 1.
WORTH = {"id": 100, "title": 20, "asks": 8, "why": 3, "procedures": 2}
AROUND = 40
SHORT = 4


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A requirement that has every word, the field in which the best one stands, and the text around it."""

    id: str
    title: Text
    score: int
    field: str
    excerpt: str


class Meaning(msgspec.Struct, frozen=True, kw_only=True):
    """A word of the glossary that the search asks for."""

    id: str
    term: Text
    meaning: Text


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The requirements, the best first, and what the words of the search mean."""

    schema: str = "pcicloud.search/1"
    query: str
    terms: tuple[Meaning, ...]
    hits: tuple[Hit, ...]


class Place(NamedTuple):
    """Where a word stands, and what that is worth."""

    worth: int
    field: str
    excerpt: str


def search(catalogue: Catalog, query: str) -> Found:
    """The requirements whose texts hold every word of the query, or another name of that word in the glossary."""
    wanted = [_names(catalogue, word) for word in _words(catalogue, query)]
    hits = [hit for requirement in catalogue.requirements if (hit := _hit(requirement, wanted))]
    hits.sort(key=lambda hit: -hit.score)
    asked = {name for names in wanted for name in names}
    terms = [term for term in catalogue.glossary if plain(term.term.en) in asked or plain(term.term.ja) in asked]
    return Found(
        query=query,
        terms=tuple(Meaning(id=term.id, term=term.term, meaning=term.meaning) for term in terms),
        hits=tuple(hits),
    )


def plain(text: str) -> str:
    """The text as it is compared: full and half width, upper and lower case are the same."""
    return unicodedata.normalize("NFKC", text).casefold()


def _words(catalogue: Catalog, query: str) -> list[str]:
    """The words of a query; the whole query where it is a term of the glossary, blanks and all."""
    whole = " ".join(plain(query).split())
    return [whole] if len(_names(catalogue, whole)) > 1 else whole.split()


def _names(catalogue: Catalog, word: str) -> tuple[str, ...]:
    for term in catalogue.glossary:
        names = [plain(name) for name in (term.term.en, term.term.ja, term.short, *term.also, *term.avoid) if name]
        if word in names:
            return tuple(dict.fromkeys([word, *names]))
    return (word,)


def _hit(requirement: Requirement, wanted: list[tuple[str, ...]]) -> Hit | None:
    texts = [(field, text, plain(text)) for field, text in _texts(requirement)]
    score, best = 0, Place(0, "", "")
    for names in wanted:
        found = [
            Place(WORTH.get(field, 1), field, _excerpt(text, low, span))
            for name in names
            for field, text, low in texts
            if (span := _span(low, name))
        ]
        if not found:
            return None
        top = max(found, key=lambda place: place.worth)
        score += top.worth + min(len(found), 9)
        best = max(best, top, key=lambda place: place.worth)
    if not wanted:
        return None
    return Hit(id=requirement.id, title=requirement.title, score=score, field=best.field, excerpt=best.excerpt)


def _span(text: str, name: str) -> tuple[int, int] | None:
    """Where the name stands: anywhere in Japanese, at the start of a word in English, a short one as a whole word."""
    if name not in text:
        return None
    start, end = (r"(?<![a-z0-9])", r"s?(?![a-z0-9])" if len(name) <= SHORT else "") if name.isascii() else ("", "")
    match = re.search(start + re.escape(name) + end, text)
    return match.span() if match else None


def _texts(requirement: Requirement) -> Iterator[tuple[str, str]]:
    yield "id", requirement.id
    for field in ("title", "asks", "why", "later", "how", "mistakes", "faq", "responsibility", "person", "procedures"):
        for text in _said(getattr(requirement, field)):
            yield field, text.en
            yield field, text.ja


def _said(value: Any) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _said(item)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _said(getattr(value, name))


def _excerpt(text: str, low: str, span: tuple[int, int]) -> str:
    """The text around the place; from its start where the comparison changed its length."""
    at, after = span if len(low) == len(text) else (0, 0)
    start, end = max(0, at - AROUND), after + AROUND
    return ("…" if start else "") + text[start:end].strip() + ("…" if end < len(text) else "")
