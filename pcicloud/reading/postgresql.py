"""What the collector `database` asked PostgreSQL: its settings, the lines of pg_hba.conf, its accounts."""

from __future__ import annotations

import json
import re

import msgspec

from pcicloud.model.outcome import Json

LOCAL = ("127.", "::1", "localhost", "samehost")
ENCRYPTED = ("hostssl", "hostgssenc")


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """An account or group; `scheme` of its password is none, md5, scram-sha-256 or other."""

    name: str
    superuser: bool
    login: bool
    scheme: str
    groups: tuple[str, ...]


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """A line of pg_hba.conf; `type` is local, host, hostssl, hostnossl, hostgssenc or hostnogssenc."""

    line: int
    type: str
    databases: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    address: str | None = None
    netmask: str | None = None
    method: str
    options: tuple[str, ...] | None = None

    @property
    def is_remote(self) -> bool:
        """Whether it lets somebody in from another host."""
        return self.type != "local" and self.method != "reject" and not (self.address or "").startswith(LOCAL)

    @property
    def names_everywhere(self) -> bool:
        return self.address == "all" or self.netmask in ("0.0.0.0", "::")  # noqa: S104 a mask, nothing is bound

    def fits(self, account: Account) -> bool:
        """Whether the line is about the account. A name that begins with a slash is a regular expression."""
        return any(_fits(word, account) for word in self.users)

    def __str__(self) -> str:
        users, databases = ",".join(self.users), ",".join(self.databases)
        return f"line {self.line} of pg_hba.conf ({self.type} {databases} {users} {self.address or ''} {self.method})"


def asked(body: Json) -> Json:
    """The whole answer of the database."""
    return json.loads(body["said"]["stdout"])


def settings(body: Json) -> dict[str, str]:
    """The settings that hold now, by name."""
    return dict(asked(body)["settings"])


def listed(value: str) -> frozenset[str]:
    """The words of a setting that is a list."""
    return frozenset(word.strip().strip("\"'").lower() for word in value.split(",") if word.strip())


def is_on(found: dict[str, str], name: str) -> bool:
    return found.get(name) == "on"


def lines(body: Json) -> tuple[Access, ...]:
    """The lines of pg_hba.conf in order; those that PostgreSQL could not read have the method `error`."""
    return tuple(_line(one) for one in asked(body)["access"])


def unreadable(body: Json) -> str:
    """What PostgreSQL says against the first line of pg_hba.conf that it can't read, empty where it reads all."""
    wrong = [one for one in asked(body)["access"] if one["error"]]
    return f"line {wrong[0]['line']} of pg_hba.conf: {wrong[0]['error']}" if wrong else ""


def accounts(body: Json) -> tuple[Account, ...]:
    """Every account and group, those of PostgreSQL itself (pg_…) left out."""
    return tuple(msgspec.convert(one, Account) for one in asked(body)["accounts"])


def _line(one: Json) -> Access:
    plain = {key: value for key, value in one.items() if value is not None and key != "error"}
    return msgspec.convert({"type": "", "method": "error", **plain}, Access)


def _fits(word: str, account: Account) -> bool:
    if word == "all" or word == account.name:
        return True
    if word.startswith("+"):
        return word[1:] in (account.name, *account.groups)
    return word.startswith("/") and re.search(word[1:], account.name) is not None
