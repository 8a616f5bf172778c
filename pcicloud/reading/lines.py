"""Lines of configuration files: without comments, in pairs, in sections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pcicloud.model.outcome import Json


def lines(text: str, *, comment: str = "#") -> Iterator[str]:
    """The lines that say something: joined where a backslash ends one, stripped, without comments."""
    for line in text.replace("\\\n", " ").splitlines():
        said = line.split(comment, 1)[0].strip()
        if said:
            yield said


def content(file: Json) -> str:
    """The text of a file answer, empty where there is no such file."""
    return str(file["content"]) if file else ""


def contents(files: Iterable[Json]) -> Iterator[str]:
    """The lines of many file answers, one after the other."""
    for file in files:
        yield from lines(content(file))


def pairs(said: Iterable[str], *, between: str | None = None) -> dict[str, str]:
    """Key and value of each line, the last one of a key holding; keys in lower case, quotes taken off."""
    found = {}
    for line in said:
        key, _, value = _split(line, between)
        found[key.strip().lower()] = value.strip().strip("\"'")
    return found


def _split(line: str, between: str | None) -> tuple[str, str, str]:
    if between:
        return line.partition(between)
    key, *rest = line.split(None, 1)
    return key, " ", rest[0] if rest else ""


def number(text: str | None) -> int | None:
    """The whole number that the text is, None where it is none."""
    try:
        return int(text or "", 0)
    except ValueError:
        return None


def truth(text: str) -> bool:
    """Whether a setting is switched on, as systemd, ClamAV and others write it."""
    return text.strip().lower() in {"yes", "true", "1", "on"}
