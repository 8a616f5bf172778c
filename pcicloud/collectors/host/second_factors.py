"""The stored second factors of persons: who may read them, and whether a code works once; never a secret."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.host import HostAnswers
from pcicloud.model.asking import files, stats
from pcicloud.model.sighting import Seen

PLACES = ("/var/lib/pcicloud/totp/*", "/home/*/.google_authenticator", "/root/.google_authenticator")
FOLDERS = (
    "/var/lib/pcicloud/totp",
    "/var/lib/pcicloud/enrolled",
    "/var/lib/pcicloud/enrolled/*",
    "/var/lib/pcicloud/enrolled/*/*",
)
# The first line of such a file is the secret, the last ones are codes: of all lines only these options leave the host.
OPTIONS = r'^" (?:DISALLOW_REUSE|RATE_LIMIT|WINDOW_SIZE|TOTP_AUTH)\b[ \d]*$'


@collector(where="host", asks=(*(files(place, lines=OPTIONS) for place in PLACES), stats(*PLACES), stats(*FOLDERS)))
def second_factors(host: HostAnswers) -> Iterator[Seen]:
    """The stored second factors of persons: who may read them, and whether a code works once; never a secret."""
    found = host.stats(*PLACES)
    if found:
        options = [one for place in PLACES for one in host.files(place, lines=OPTIONS)]
        yield Seen("second factors", {"options": options, "found": found, "folders": host.stats(*FOLDERS)})
