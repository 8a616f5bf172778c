"""A filter must stand before web applications, and block."""

from __future__ import annotations

import re
from fnmatch import fnmatch

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.lines import content
from pcicloud.reading.nginx import servers

CORE = "/usr/share/modsecurity-crs/"
ENGINE = re.compile(r"(?mi)^\s*SecRuleEngine\s+(\w+)")
INCLUDE = re.compile(r"(?mi)^\s*Include\s+\"?([^\s\"]+)")
DEPTH_MAX = 8


@check(evidence="host.web_server", when_none=not_applicable("no web server (nginx) is installed"))
def web_filter_blocks(body: Json, env: Environment) -> Outcome:
    """A filter must stand before web applications, and block.

    Why: a filter that only watches lets every attack through.
    Fix: `modsecurity on;` with a rules file that says `SecRuleEngine On` and includes the OWASP core rule set.
    Source: ModSecurity reference manual (v3), SecRuleEngine, Include; ModSecurity-nginx, modsecurity,
      modsecurity_rules_file.
    """
    found = [one for one in servers(body) if one.passes]
    if not found:
        return not_applicable("no application stands behind a server of nginx")
    for one in found:
        off = [said for said in one.own.deep("modsecurity") if said.words != ("on",)]
        if one.words("modsecurity") != ("on",) or off:
            return failed(f"{one.label} passes requests on without a filter (modsecurity is not on)")
        path = " ".join(one.words("modsecurity_rules_file") or ())
        text, missing = _whole(path, body["rules"], DEPTH_MAX)
        if missing == [path]:
            return unknown(f"the rules of {one.label} ({path or 'no file named'}) are not where they are looked for")
        if missing and not ENGINE.search(text):
            return unknown(f"{path} includes {missing[0]}, which is not where rules are looked for")
        if reason := _idle(text, body["found"]):
            return failed(f"{path}: {reason}")
    return passed(f"a filter with the core rule set blocks before {len(found)} servers")


def _whole(path: str, files: list[Json], depth: int) -> tuple[str, list[str]]:
    """The rules of a file with the files that it includes, in order, and what of them was not collected."""
    named = [file for file in files if fnmatch(file["path"], path)]
    if not named or not depth:
        return "", [path]
    texts, missing = [], []
    for file in named:
        at = 0
        text = content(file)
        for mark in INCLUDE.finditer(text):
            texts.append(text[at : mark.end()] + "\n")
            at = mark.end()
            if not mark[1].startswith((CORE, "/etc/modsecurity/crs/")):
                inside, gone = _whole(mark[1], files, depth - 1)
                texts.append(inside)
                missing += gone
        texts.append(text[at:])
    return "".join(texts), missing


def _idle(text: str, found: list[Json]) -> str:
    """Why these rules block nothing, empty where they do."""
    engine = ENGINE.findall(text)
    if not engine or engine[-1].lower() != "on":
        return f"SecRuleEngine is {engine[-1] if engine else 'not set'}, so nothing is blocked"
    if not any(name.startswith(CORE) for name in INCLUDE.findall(text)):
        return "the core rule set is not included"
    if not any(stat["path"].startswith(CORE) for stat in found):
        return "the core rule set is not installed"
    removed = re.findall(r"(?m)^\s*SecRuleRemoveById\s+\"?(\d+-\d+)", text)
    return f"the rules {removed[0]} are taken out as a whole" if removed else ""
