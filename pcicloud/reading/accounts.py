"""The accounts of a host: /etc/passwd, /etc/group and the ageing of /etc/shadow, put together."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec

from pcicloud.model.outcome import Json
from pcicloud.reading.lines import content

NO_SHELL = ("nologin", "false", "sync", "shutdown", "halt")
PEOPLE_FROM_UID = 1000
NOBODY_UID = 65534


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """One account; `lock_state` of its password is locked, empty, set or missing; days as in shadow(5)."""

    name: str
    uid: int
    gid: int
    home: str
    shell: str
    lock_state: str
    scheme: str
    last_change: int | None
    max_days: int | None
    expire: int | None

    @property
    def has_shell(self) -> bool:
        return self.shell.rsplit("/", 1)[-1] not in NO_SHELL

    @property
    def is_person(self) -> bool:
        return self.uid >= PEOPLE_FROM_UID and self.uid != NOBODY_UID


def accounts(body: Json) -> tuple[Account, ...]:
    """Every line of /etc/passwd with its shadow line."""
    ageing = {line["user"]: line for line in body["shadow"] or ()}
    rows = (line.split(":") for line in content(body["passwd"]).splitlines())
    return tuple(_account(row, ageing.get(row[0])) for row in rows if len(row) == 7)


def _account(row: list[str], ageing: Json) -> Account:
    empty = {"password": "missing", "scheme": "", "last_change": None, "max": None, "expire": None}
    line = ageing or {**empty, "password": {"": "empty", "x": "missing"}.get(row[1], "locked")}
    return Account(
        name=row[0],
        uid=int(row[2]),
        gid=int(row[3]),
        home=row[5],
        shell=row[6],
        lock_state=line["password"],
        scheme=line["scheme"],
        last_change=line["last_change"],
        max_days=line["max"],
        expire=line["expire"],
    )


def is_expired(account: Account, as_of: datetime) -> bool:
    return account.expire is not None and day(account.expire) <= as_of.date()


def day(since_1970: int) -> date:
    """The date of a day number of shadow(5)."""
    return date(1970, 1, 1) + timedelta(days=since_1970)


def last_logins(body: Json) -> dict[str, datetime | None] | None:
    """The last login of each account as lastlog(8) tells it, None for never; None in all where it told nothing."""
    said = body["last_logins"]
    if said is None or said["exit_code"] != 0:
        return None
    rows = [line for line in said["stdout"].splitlines()[1:] if line.strip()]
    return {row.split()[0]: _when(row) for row in rows}


def _when(row: str) -> datetime | None:
    if "**Never logged in**" in row:
        return None
    words = row.split()
    return datetime.strptime(" ".join(words[-5:]), "%b %d %H:%M:%S %z %Y").astimezone(UTC)
