"""The accounts, their groups and the ageing of their passwords; never a hash."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.errors import NotSeen
from pcicloud.host import HostAnswers
from pcicloud.model.asking import command, file, shadow
from pcicloud.model.sighting import Seen


@collector(where="host", asks=(file("/etc/passwd"), file("/etc/group"), shadow(), command("lastlog")))
def accounts(host: HostAnswers) -> Iterator[Seen]:
    """The accounts, their groups and the ageing of their passwords; never a hash."""
    passwd = host.file("/etc/passwd")
    if passwd is None or not passwd["content"].strip():
        raise NotSeen("failed", "/etc/passwd is not there or empty")
    yield Seen(
        "accounts",
        {
            "passwd": passwd,
            "group": host.file("/etc/group"),
            "shadow": host.shadow(),
            "last_logins": host.command("lastlog"),
        },
    )
