"""PAM stacks (pam.d(5)): the rules of a service in order, with what it includes."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import msgspec

from pcicloud.model.outcome import Json
from pcicloud.reading.lines import content, lines, number, pairs

LINE = re.compile(
    r"-?(?P<type>auth|account|password|session)\s+(?P<control>\[[^\]]*\]|\S+)\s+(?P<module>\S+)\s*(?P<rest>.*)"
)
LOGINS = ("sshd", "login")


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a stack: its type, its control, its module's name and the module's arguments."""

    type: str
    control: str
    module: str
    arguments: tuple[str, ...]

    def argument(self, name: str) -> str | None:
        """The value of `name=value`, an empty text for a bare `name`, None where it is not given."""
        for argument in self.arguments:
            key, _, value = argument.partition("=")
            if key == name:
                return value
        return None


def stack(body: Json, service: str, *, depth_max: int = 8) -> tuple[Rule, ...]:
    """The rules of a service, those of what it includes in their place; empty where there is no such service."""
    files = {PurePosixPath(file["path"]).name: content(file) for file in body["stacks"]}
    return tuple(_rules(files, service, depth_max, None))


def logins(body: Json) -> dict[str, tuple[Rule, ...]]:
    """The stacks through which people log in (SSH, console), those that are there."""
    found = {service: stack(body, service) for service in LOGINS}
    return {service: rules for service, rules in found.items() if rules}


def passwords(body: Json) -> tuple[Rule, ...]:
    """The rules that hold when a password is changed."""
    return tuple(rule for rule in stack(body, "passwd") if rule.type == "password")


def module(rules: tuple[Rule, ...], name: str, type_: str) -> tuple[Rule, ...]:
    """The rules of one type that call the module `name` (`pam_faillock`)."""
    return tuple(rule for rule in rules if rule.type == type_ and PurePosixPath(rule.module).stem == name)


def setting(body: Json, rules: tuple[Rule, ...], name: str, file: str) -> int | None:
    """A module's number: the argument of its first rule, else the file's in /etc/security, else None."""
    for rule in rules:
        if rule.argument(name) is not None:
            return number(rule.argument(name))
    return number(settings(body, file).get(name))


def settings(body: Json, file: str) -> dict[str, str]:
    """The settings of `/etc/security/<file>.conf` and of the files in `<file>.conf.d`, the last one holding."""
    wanted = [one for one in body["settings"] if one["path"] == f"/etc/security/{file}.conf"]
    wanted += [one for one in body["settings"] if f"/{file}.conf.d/" in one["path"]]
    return pairs((line for one in wanted for line in lines(content(one))), between="=")


def _rules(files: dict[str, str], service: str, depth: int, only: str | None) -> list[Rule]:
    found: list[Rule] = []
    if depth == 0:
        return found
    for line in lines(files.get(service, "")):
        if line.startswith("@include"):
            found += _rules(files, line.split()[-1], depth - 1, only)
            continue
        match = LINE.fullmatch(line)
        if match is None or (only and match["type"] != only):
            continue
        if match["control"] in ("include", "substack"):
            found += _rules(files, match["module"], depth - 1, match["type"])
        else:
            found.append(_rule(match))
    return found


def _rule(match: re.Match[str]) -> Rule:
    words = tuple(match["rest"].split())
    return Rule(type=match["type"], control=match["control"], module=match["module"], arguments=words)
