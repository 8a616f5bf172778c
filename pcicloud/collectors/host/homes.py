"""The homes of persons, and files in them that open a way past a login."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.host import HostAnswers
from pcicloud.model.asking import stats
from pcicloud.model.sighting import Seen

HOMES = ("/home/*", "/root")
TRUST = (
    "/home/*/.rhosts",
    "/root/.rhosts",
    "/home/*/.shosts",
    "/root/.shosts",
    "/etc/hosts.equiv",
    "/etc/ssh/shosts.equiv",
)
PASSWORDS = (
    "/home/*/.netrc",
    "/root/.netrc",
    "/home/*/.pgpass",
    "/root/.pgpass",
    "/home/*/.my.cnf",
    "/root/.my.cnf",
    "/home/*/.git-credentials",
    "/root/.git-credentials",
)


@collector(where="host", asks=(stats(*HOMES), stats(*TRUST), stats(*PASSWORDS)))
def homes(host: HostAnswers) -> Iterator[Seen]:
    """The homes of persons, and files in them that open a way past a login."""
    yield Seen("homes", {"homes": host.stats(*HOMES), "trust": host.stats(*TRUST), "passwords": host.stats(*PASSWORDS)})
