"""rsyslog's configuration, in its old and its new language: which messages are sent where, and how."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from pcicloud.model.outcome import Json
from pcicloud.reading.lines import contents

ACTION = re.compile(r"^(?P<before>[^\n]*?)\baction\s*\((?P<words>[^)]*)\)", re.IGNORECASE | re.MULTILINE)
GLOBAL = re.compile(r"global\s*\(([^)]*)\)", re.IGNORECASE | re.DOTALL)
PARAMETER = re.compile(r"([\w.]+)\s*=\s*[\"'`]([^\"'`]*)[\"'`]")
OLD_TARGET = re.compile(
    r"^(?P<before>[^\n\"]*?)(?<![\w\"])(?P<at>@@?)(?:\([^)]*\))?(?P<target>[^\s@;(\"]+)(?:;\S+)?$", re.MULTILINE
)
OLD_SETTING = re.compile(r"^\$(\w+)\s+(.+)$", re.MULTILINE)
QUOTED = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'")
EVERYTHING = "*.*"
CONDITIONAL = ""
DISCARD = re.compile(r"^(?P<before>[^\n]*?)\s*(?:\bstop|~)$", re.MULTILINE)
LOGINS = frozenset({"auth", "authpriv"})
INFO_OR_LESS = ("debug", "info", "*")


class Forward(msgspec.Struct, frozen=True, kw_only=True):
    """Messages sent to another machine: over tcp or udp, encrypted or not, and how its certificate is checked.

    `logins` are those of the facilities auth and authpriv of which every message of info and above is sent; None where
    a filter, a block or a ruleset decides.
    """

    target: str
    protocol: str
    encrypted: bool
    authentication: str
    logins: frozenset[str] | None


def forwards(files: list[Json]) -> tuple[Forward, ...]:
    """Every place that messages are sent to.

    Source: rsyslog documentation, omfwd, Selectors, discard; rsyslog.conf(5).
    """
    text = "\n".join(contents(files))
    old = {name.lower(): value.strip() for name, value in OLD_SETTING.findall(text)}
    general = {name.lower(): value for block in GLOBAL.findall(text) for name, value in PARAMETER.findall(block)}
    new = [(match, dict(_parameters(match["words"]))) for match in ACTION.finditer(text)]
    found = [
        _new(words, general, old, _logins(text, match))
        for match, words in new
        if words.get("type", "").lower() == "omfwd"
    ]
    return tuple(found + [_old(match, old, _logins(text, match)) for match in OLD_TARGET.finditer(text)])


def _selected(selector: str) -> frozenset[str]:
    """Those of the facilities auth and authpriv of which a selector takes every message of info and above."""
    taken: frozenset[str] = frozenset()
    for part in selector.lower().split(";"):
        names, _, priority = part.rpartition(".")
        facilities = LOGINS if "*" in names.split(",") else LOGINS & set(_names(names))
        if priority in INFO_OR_LESS:
            taken |= facilities
        elif priority == "none" or priority.startswith("!"):
            taken -= facilities
    return taken


def _names(text: str) -> list[str]:
    return ["auth" if name == "security" else name for name in text.split(",")]


def _parameters(words: str) -> Iterator[tuple[str, str]]:
    return ((name.lower(), value) for name, value in PARAMETER.findall(words))


def _logins(text: str, match: re.Match[str]) -> frozenset[str] | None:
    selector = _selector(text, match)
    if selector == CONDITIONAL:
        return None
    gone = [_selected(_selector(text, earlier)) for earlier in DISCARD.finditer(text, 0, match.start())]
    return _selected(selector).difference(*gone)


def _selector(text: str, match: re.Match[str]) -> str:
    """What stands before an action, as far as it is a plain selector outside of every block."""
    block = QUOTED.sub("", text[: match.start()])
    if block.count("{") > block.count("}"):
        return CONDITIONAL
    said = match["before"].strip()
    if said == "&":
        earlier = text[: match.start()].rstrip().rpartition("\n")[2].split()
        said = earlier[0] if earlier else "&"
    if not said:
        return EVERYTHING
    return said if re.fullmatch(r"[\w*,]+\.[\w*=!]+(?:;[\w*,]+\.[\w*=!]+)*", said) else CONDITIONAL


def _new(words: dict[str, str], general: dict[str, str], old: dict[str, str], logins: frozenset[str] | None) -> Forward:
    driver = words.get("streamdriver") or general.get("defaultnetstreamdriver") or old.get("defaultnetstreamdriver", "")
    return Forward(
        target=words.get("target", ""),
        protocol=words.get("protocol", "udp").lower(),
        encrypted=words.get("streamdrivermode") == "1" and driver.lower() in ("gtls", "ossl"),
        authentication=words.get("streamdriverauthmode", "anon").lower(),
        logins=logins,
    )


def _old(match: re.Match[str], old: dict[str, str], logins: frozenset[str] | None) -> Forward:
    tls = old.get("actionsendstreamdrivermode") == "1"
    return Forward(
        target=match["target"],
        protocol="tcp" if match["at"] == "@@" else "udp",
        encrypted=tls and old.get("defaultnetstreamdriver", "").lower() in ("gtls", "ossl") and match["at"] == "@@",
        authentication=old.get("actionsendstreamdriverauthmode", "anon").lower(),
        logins=logins,
    )
