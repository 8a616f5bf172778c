"""The rules of who may act as somebody else."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.host import HostAnswers
from pcicloud.model.asking import file, files
from pcicloud.model.sighting import Seen


@collector(where="host", asks=(file("/etc/sudoers"), files("/etc/sudoers.d/*")))
def sudoers(host: HostAnswers) -> Iterator[Seen]:
    """The rules of who may act as somebody else."""
    main = host.file("/etc/sudoers")
    if main is not None:
        yield Seen("sudo", {"files": [main, *host.files("/etc/sudoers.d/*")]})
