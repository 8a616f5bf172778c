"""The ports that the host listens on, and the names of the programs behind them."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.errors import NotSeen
from pcicloud.host import HostAnswers
from pcicloud.model.asking import command
from pcicloud.model.sighting import Seen


@collector(where="host", asks=(command("ss", "-H", "-n", "-l", "-t", "-u", "-p", root=True, running=True),))
def listeners(host: HostAnswers) -> Iterator[Seen]:
    """The ports that the host listens on, and the names of the programs behind them."""
    sockets = host.output("ss", "-H", "-n", "-l", "-t", "-u", "-p")
    if sockets is None:
        raise NotSeen("unsupported", "ss (iproute2) is not installed, so open ports can't be listed")
    yield Seen("listeners", {"sockets": sockets})
