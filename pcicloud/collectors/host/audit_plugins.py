"""Where the audit daemon hands its events on."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.host import HostAnswers
from pcicloud.model.asking import files
from pcicloud.model.sighting import Seen

PLACES = ("/etc/audit/plugins.d/*.conf", "/etc/audisp/plugins.d/*.conf")


@collector(where="host", asks=tuple(files(place) for place in PLACES))
def audit_plugins(host: HostAnswers) -> Iterator[Seen]:
    """Where the audit daemon hands its events on."""
    found = [file for place in PLACES for file in host.files(place)]
    if found:
        yield Seen("audit_plugins", {"plugins": found})
