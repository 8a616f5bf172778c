"""rsyslog's configuration, in its old and its new language: where messages are sent, and how."""

from __future__ import annotations

import re

import msgspec

from pcicloud.model.outcome import Json
from pcicloud.reading.lines import contents

ACTION = re.compile(r"action\s*\(([^)]*)\)", re.IGNORECASE | re.DOTALL)
GLOBAL = re.compile(r"global\s*\(([^)]*)\)", re.IGNORECASE | re.DOTALL)
PARAMETER = re.compile(r"([\w.]+)\s*=\s*\"([^\"]*)\"")
OLD_TARGET = re.compile(r"^(?P<selector>\S+)\s+(?P<at>@@?)(?:\([^)]*\))?(?P<target>[\w.\-\[\]:]+)", re.MULTILINE)
OLD_SETTING = re.compile(r"^\$(\w+)\s+(.+)$", re.MULTILINE)


class Forward(msgspec.Struct, frozen=True, kw_only=True):
    """Messages sent to another machine: over tcp or udp, encrypted or not, and how its certificate is checked."""

    target: str
    protocol: str
    encrypted: bool
    authentication: str


def forwards(files: list[Json]) -> tuple[Forward, ...]:
    """Every place that messages are sent to."""
    text = "\n".join(contents(files))
    old = {name.lower(): value.strip() for name, value in OLD_SETTING.findall(text)}
    general = {name.lower(): value for block in GLOBAL.findall(text) for name, value in PARAMETER.findall(block)}
    new = [{name.lower(): value for name, value in PARAMETER.findall(block)} for block in ACTION.findall(text)]
    found = [_new(words, general, old) for words in new if words.get("type", "").lower() == "omfwd"]
    return tuple(found + [_old(match, old) for match in OLD_TARGET.finditer(text)])


def _new(words: dict[str, str], general: dict[str, str], old: dict[str, str]) -> Forward:
    driver = words.get("streamdriver") or general.get("defaultnetstreamdriver") or old.get("defaultnetstreamdriver", "")
    return Forward(
        target=words.get("target", ""),
        protocol=words.get("protocol", "udp").lower(),
        encrypted=words.get("streamdrivermode") == "1" and driver.lower() in ("gtls", "ossl"),
        authentication=words.get("streamdriverauthmode", "anon").lower(),
    )


def _old(match: re.Match[str], old: dict[str, str]) -> Forward:
    tls = old.get("actionsendstreamdrivermode") == "1"
    return Forward(
        target=match["target"],
        protocol="tcp" if match["at"] == "@@" else "udp",
        encrypted=tls and old.get("defaultnetstreamdriver", "").lower() in ("gtls", "ossl") and match["at"] == "@@",
        authentication=old.get("actionsendstreamdriverauthmode", "anon").lower(),
    )
