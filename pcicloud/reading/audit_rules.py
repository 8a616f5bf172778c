"""Rules of the kernel's audit (audit.rules(7)): what is watched, and which system calls are written down."""

from __future__ import annotations

import re
import shlex
from itertools import pairwise

import msgspec

from pcicloud.model.outcome import Json, Outcome, failed, passed, unknown
from pcicloud.reading.lines import content, lines


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A watch (`path`, `permissions`) or a rule over system calls (`calls`, `fields`)."""

    path: str
    permissions: frozenset[str]
    calls: frozenset[str]
    fields: tuple[str, ...]


def texts(body: Json) -> tuple[str, ...]:
    """The rules' lines: as the kernel has them on a kernel of its own, else as the files set them."""
    if body["kernel"] == "own" and body["rules"] is not None:
        return tuple(lines(body["rules"]["stdout"]))
    ordered = sorted(body["files"], key=lambda file: file["path"])
    return tuple(line for file in ordered for line in lines(content(file)))


def rules(body: Json) -> tuple[Rule, ...]:
    """The rules that write an event down; those that say `never` are left out."""
    split = (_words(line) for line in texts(body) if re.match(r"-[waA]\b", line))
    return tuple(_rule(words) for words in split if not any("never" in word for word in words))


def judged(body: Json, *, paths: tuple[str, ...] = (), permissions: str = "wa", calls: tuple[str, ...] = (),
           fields: tuple[str, ...] = (), what: str) -> Outcome:  # fmt: skip
    """Passed where every path is watched for the permissions and every call is written down with those fields."""
    if body["kernel"] == "shared":
        return unknown("the kernel is shared with other machines, so its audit rules are not this host's")
    found = rules(body)
    missing = [path for path in paths if not any(_watches(rule, path, permissions) for rule in found)]
    missing += [call for call in calls if not any(_writes(rule, call, fields) for rule in found)]
    if missing:
        return failed(f"{what} is not written down: no audit rule for {', '.join(missing)}")
    return passed(f"{what} is written down ({_source(body)})")


def _words(line: str) -> list[str]:
    """The words of a rule as auditctl takes them; a quote that is never closed is a letter like others."""
    try:
        return shlex.split(line)
    except ValueError:
        return line.split()


def _source(body: Json) -> str:
    return "the rules that the kernel has" if body["kernel"] == "own" else "the rules that are loaded at boot"


def _rule(words: list[str]) -> Rule:
    options = list(pairwise(words))
    fields = tuple(value for option, value in options if option in ("-F", "-C"))
    calls = {call for option, value in options if option == "-S" for call in value.split(",")}
    path = next((value for option, value in options if option == "-w"), "")
    path = path or _field(fields, "path") or _field(fields, "dir")
    permissions = next((value for option, value in options if option == "-p"), "") or _field(fields, "perm")
    given = permissions or ("rwxa" if path and not calls else "")
    return Rule(path=path.rstrip("/"), permissions=frozenset(given), calls=frozenset(calls), fields=fields)


def _field(fields: tuple[str, ...], name: str) -> str:
    return next((field.split("=", 1)[1] for field in fields if field.startswith(f"{name}=")), "")


def _watches(rule: Rule, path: str, permissions: str) -> bool:
    covers = bool(rule.path) and (path == rule.path or path.startswith(f"{rule.path}/"))
    return covers and set(permissions) <= rule.permissions


def _writes(rule: Rule, call: str, fields: tuple[str, ...]) -> bool:
    return bool({call, "all"} & rule.calls) and not rule.path and set(fields) <= set(rule.fields)
