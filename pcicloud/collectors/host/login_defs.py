"""The defaults for new accounts."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.host import HostAnswers
from pcicloud.model.asking import file
from pcicloud.model.sighting import Seen


@collector(where="host", asks=(file("/etc/login.defs"),))
def login_defs(host: HostAnswers) -> Iterator[Seen]:
    """The defaults for new accounts."""
    defaults = host.file("/etc/login.defs")
    if defaults is not None:
        yield Seen("/etc/login.defs", {"defaults": defaults})
