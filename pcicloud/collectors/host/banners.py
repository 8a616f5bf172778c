"""What somebody reads before and after logging in."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.host import HostAnswers
from pcicloud.model.asking import file
from pcicloud.model.sighting import Seen


@collector(where="host", asks=(file("/etc/issue"), file("/etc/issue.net"), file("/etc/motd")))
def banners(host: HostAnswers) -> Iterator[Seen]:
    """What somebody reads before and after logging in."""
    found = [host.file(path) for path in ("/etc/issue", "/etc/issue.net", "/etc/motd")]
    yield Seen("banners", {"files": [one for one in found if one]})
