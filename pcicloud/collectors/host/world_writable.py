"""The system's files and folders that everybody may write."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.host import HostAnswers
from pcicloud.model.asking import walk
from pcicloud.model.sighting import Seen


@collector(where="host", asks=(walk("world_writable", "/usr", "/opt", "/etc", "/boot", "/var", "/root"),))
def world_writable(host: HostAnswers) -> Iterator[Seen]:
    """The system's files and folders that everybody may write."""
    yield Seen(
        "writable by all", {"found": host.walk("world_writable", "/usr", "/opt", "/etc", "/boot", "/var", "/root")}
    )
