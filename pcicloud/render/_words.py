"""The words of every report, in English and Japanese, from `reports/words.yaml`."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import msgspec

from pcicloud import resources, strict_yaml
from pcicloud.model.assessment import Text
from pcicloud.model.quantity import quantity
from pcicloud.render import Language


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Names of closed sets by their id, and the labels and sentences of the reports by a key."""

    statuses: dict[str, Text]
    statuses_short: dict[str, Text]
    verdicts: dict[str, Text]
    kinds: dict[str, Text]
    methods: dict[str, Text]
    parties: dict[str, Text]
    audiences: dict[str, Text]
    models: dict[str, Text]
    changes: dict[str, Text]
    sources: dict[str, Text]
    samples: dict[str, Text]
    effects: dict[str, Text]
    places: dict[str, Text]
    scopes: dict[str, Text]
    scope_meanings: dict[str, Text]
    protections: dict[str, Text]
    entities: dict[str, Text]
    chapters: dict[str, Text]
    say: dict[str, Text]


@cache
def load() -> Words:
    """All words. Raises DefinitionError with file and line where the file is wrong."""
    return strict_yaml.load(resources.folder("reports") / "words.yaml", Words)


def within(words: dict[str, Text], key: str) -> Text:
    """The word for `key`, or the key itself where a newer document has one that this version does not know."""
    return words.get(key) or Text(en=key.replace("_", " "), ja=key.replace("_", " "))


def say(key: str, **values: object) -> Text:
    """The sentence `key` with its `{blanks}` filled, in both languages; KeyError where there is no such sentence."""
    text = load().say[key]
    return Text(en=text.en.format(**values), ja=text.ja.format(**values))


def figure(key: str, text: str) -> Text:
    """The sentence `key` with a figure such as `12 months` in its `{figure}`. Raises ValueError for no figure."""
    found, sentence = quantity(text), load().say[key]
    en = found.as_interval("en") if key == "due_every" else found.en
    return Text(en=sentence.en.format(figure=en), ja=sentence.ja.format(figure=found.ja))


def spoken(text: Text, language: Language) -> str:
    """The text in one language."""
    return text.ja if language == "ja" else text.en


def span(seconds: float) -> Text:
    """A length of time in its largest fitting unit: minutes below 2 hours, hours below 2 days, days above."""
    if seconds < 7200:
        return say("minutes", count=int(seconds // 60))
    if seconds < 172_800:
        return say("hours", count=int(seconds // 3600))
    return say("days", count=int(seconds // 86400))


def moment(time: datetime) -> str:
    """A time in UTC to the minute: `2026-11-23 02:10 UTC`."""
    return f"{time.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
