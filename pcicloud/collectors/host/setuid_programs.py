"""The programs that run with the rights of their owner or group."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.host import HostAnswers
from pcicloud.model.asking import walk
from pcicloud.model.sighting import Seen


@collector(where="host", asks=(walk("setuid", "/usr", "/opt", "/etc", "/var", "/home", "/root"),))
def setuid_programs(host: HostAnswers) -> Iterator[Seen]:
    """The programs that run with the rights of their owner or group."""
    yield Seen("set-uid programs", {"found": host.walk("setuid", "/usr", "/opt", "/etc", "/var", "/home", "/root")})
