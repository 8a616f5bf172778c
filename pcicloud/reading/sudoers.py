"""sudoers(5): the defaults and the grants, as far as a judgement needs them."""

from __future__ import annotations

import re

import msgspec

from pcicloud.model.outcome import Json
from pcicloud.reading.lines import content

TAG = re.compile(r"\b(NOPASSWD|PASSWD|NOEXEC|EXEC|SETENV|NOSETENV|LOG_INPUT|LOG_OUTPUT|NOLOG_INPUT|NOLOG_OUTPUT):\s*")
ALIAS = re.compile(r"(User|Runas|Host|Cmnd)_Alias\s+")


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody (a user, or `%group`) may run commands; `free` without a password."""

    who: str
    commands: tuple[str, ...]
    free: bool
    path: str

    @property
    def is_blanket(self) -> bool:
        return "ALL" in self.commands


def grants(body: Json) -> tuple[Grant, ...]:
    """Every grant of the files, command aliases put in."""
    rows = [(file["path"], line) for file in body["files"] for line in _lines(content(file))]
    aliases = dict(_alias(line) for _, line in rows if line.startswith("Cmnd_Alias"))
    plain = (
        row for row in rows if not ALIAS.match(row[1]) and not row[1].startswith(("Defaults", "@include", "#include"))
    )
    return tuple(grant for path, line in plain if "=" in line for grant in _grants(path, line, aliases))


def defaults(body: Json) -> dict[str, str]:
    """The general Defaults; a bare name has the value `yes`, one with `!` the value `no`."""
    found: dict[str, str] = {}
    for file in body["files"]:
        for line in _lines(content(file)):
            if re.match(r"Defaults\s", line):
                found |= dict(_default(word) for word in _comma_parts(line.split(None, 1)[1]))
    return found


def narrow_defaults(body: Json, name: str) -> tuple[str, ...]:
    """The Defaults lines for single users, hosts or commands that name the setting."""
    every = (line for file in body["files"] for line in _lines(content(file)))
    return tuple(line for line in every if re.match(r"Defaults[:@!>]", line) and re.search(rf"\b{name}\b", line))


def _lines(text: str) -> list[str]:
    joined = text.replace("\\\n", " ").splitlines()
    kept = (re.sub(r"(^|\s)#(?!\d).*$", "", line).strip() for line in joined)
    return [line for line in kept if line]


def _comma_parts(text: str) -> list[str]:
    return [part.strip() for part in re.findall(r'(?:[^,"]|"[^"]*")+', text)]


def _default(word: str) -> tuple[str, str]:
    name, mark, value = word.partition("=")
    name = name.strip().rstrip("+-")
    if mark:
        return name, value.strip().strip('"')
    return (name[1:].strip(), "no") if name.startswith("!") else (name, "yes")


def _alias(line: str) -> tuple[str, tuple[str, ...]]:
    name, _, commands = ALIAS.sub("", line).partition("=")
    return name.strip(), tuple(_comma_parts(commands))


def _grants(path: str, line: str, aliases: dict[str, tuple[str, ...]]) -> list[Grant]:
    who, _, rest = line.partition("=")
    people = re.split(r"\s+", who.strip())[0]
    without_runas = re.sub(r"\([^)]*\)", "", rest)
    free = bool(re.search(r"\bNOPASSWD:", without_runas))
    commands = _comma_parts(TAG.sub("", without_runas))
    opened = tuple(real for one in commands for real in aliases.get(one, (one,)))
    return [Grant(who=name, commands=opened, free=free, path=path) for name in people.split(",")]
