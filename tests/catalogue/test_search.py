"""A search finds requirements in both languages, knows synonyms, and puts the best first."""

from __future__ import annotations

import re

import pytest

from pcicloud import catalog
from pcicloud.search import plain, search

CATALOG = catalog.load()


def ids(query: str) -> list[str]:
    return [hit.id for hit in search(CATALOG, query).hits]


@pytest.mark.parametrize(
    "query", ["多要素", "多要素認証", "MFA", "mfa", "ＭＦＡ", "multi-factor authentication", "二要素認証"]
)
def test_a_word_is_found_by_each_of_its_names(query: str) -> None:
    assert {"8.4.1", "8.4.2", "8.4.3", "8.5.1"} <= set(ids(query))
    assert set(ids(query)[:4]) <= {"8.4.1", "8.4.2", "8.4.3", "8.5.1", "A3.4.1"} | set(ids("多要素")[:8])


def test_the_glossary_tells_what_the_word_means() -> None:
    assert [term.id for term in search(CATALOG, "補完的コントロール").terms] == ["compensating_control"]


def test_every_word_must_be_there() -> None:
    both = set(ids("password history"))
    assert "8.3.7" in both or "8.3.7" in ids("password last")
    assert both <= set(ids("password")) & set(ids("history"))


def test_an_id_is_found_first() -> None:
    assert ids("8.3.6")[0] == "8.3.6"


def test_a_short_word_is_found_whole_only() -> None:
    found = search(CATALOG, "pin").hits
    assert found
    assert all(re.search(r"(?<![a-z])pins?(?![a-z])", plain(hit.excerpt)) for hit in found)


@pytest.mark.parametrize("query", ["", "   ", "zzzzqq", "password zzzzqq", "\\", "[", "%", "*"])
def test_what_is_nowhere_is_found_nowhere(query: str) -> None:
    assert ids(query) == []


def test_an_excerpt_shows_the_word() -> None:
    for hit in search(CATALOG, "ペネトレーションテスト").hits:
        assert "ペネトレーションテスト" in hit.excerpt or "penetration test" in plain(hit.excerpt)


def test_the_order_is_by_worth_then_the_standards() -> None:
    hits = search(CATALOG, "パスワード").hits
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
