"""PAM stacks (pam.d(5)): the rules of a service in order, with what it includes."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import msgspec

from pcicloud.model.outcome import Json
from pcicloud.reading.lines import content, lines, number, pairs

LINE = re.compile(
    r"-?(?P<type>auth|account|password|session)\s+(?P<control>\[[^\]]*\]|\S+)\s+(?P<module>\S+)\s*(?P<rest>.*)",
    re.IGNORECASE,
)
TYPES = ("auth", "account", "password", "session")
LOGINS = ("sshd", "login")
SUBSTACK = "substack"
UNSEEN = "[success=done default=ignore]"


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a stack: its type, its control, its module's name and the module's arguments.

    `level` counts the substacks that it is in. A rule with the control `substack` stands before the rules of one. A
    file that is included but was not seen is a rule of its own, since it may grant and end the stack.
    """

    type: str
    control: str
    module: str
    arguments: tuple[str, ...]
    level: int = 0

    @property
    def name(self) -> str:
        """The module without its folder and its ending (`pam_unix`)."""
        return PurePosixPath(self.module).stem

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
    return tuple(_rules(files, service, depth_max, TYPES)) if service in files else ()


def of_type(rules: tuple[Rule, ...], type_: str) -> tuple[Rule, ...]:
    """The rules of one type, which libpam goes through as one stack."""
    return tuple(rule for rule in rules if rule.type == type_)


def logins(body: Json) -> dict[str, tuple[Rule, ...]]:
    """The stacks through which people log in (SSH, console), those that are there."""
    found = {service: stack(body, service) for service in LOGINS}
    return {service: rules for service, rules in found.items() if rules}


def passwords(body: Json) -> tuple[Rule, ...]:
    """The rules that hold when a password is changed."""
    return of_type(stack(body, "passwd"), "password")


def module(rules: tuple[Rule, ...], name: str, type_: str) -> tuple[Rule, ...]:
    """The rules of one type that call the module `name` (`pam_faillock`)."""
    return tuple(rule for rule in rules if rule.type == type_ and rule.name == name)


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


def _rules(files: dict[str, str], name: str, depth: int, types: tuple[str, ...], level: int = 0) -> list[Rule]:
    if depth == 0 or name not in files:
        return [_unseen(name, type_, level) for type_ in types]
    found: list[Rule] = []
    for line in lines(files[name]):
        if line.startswith("@include"):
            found += _rules(files, _file_name(line.split()[-1]), depth - 1, types, level)
            continue
        match = LINE.fullmatch(line)
        if match is None or match["type"].lower() not in types:
            continue
        rule = _rule(match, level)
        if rule.control == "include":
            found += _rules(files, _file_name(rule.module), depth - 1, (rule.type,), level)
        elif rule.control == SUBSTACK:
            found += [rule, *_rules(files, _file_name(rule.module), depth - 1, (rule.type,), level + 1)]
        else:
            found.append(rule)
    return found


def _rule(match: re.Match[str], level: int) -> Rule:
    words = tuple(match["rest"].split())
    type_, control = match["type"].lower(), match["control"].lower()
    return Rule(type=type_, control=control, module=match["module"], arguments=words, level=level)


def _unseen(name: str, type_: str, level: int) -> Rule:
    return Rule(type=type_, control=UNSEEN, module=f"{name} (included, but not seen)", arguments=(), level=level)


def _file_name(said: str) -> str:
    """The name of an included file as stacks are kept; a path to elsewhere stays one, and so is not found."""
    path = PurePosixPath(said)
    return path.name if str(path.parent) in (".", "/etc/pam.d") else said
