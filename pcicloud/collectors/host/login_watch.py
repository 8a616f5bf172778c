"""The watch over logins (fail2ban): what it watches and for how long it shuts out."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.host import HostAnswers
from pcicloud.model.asking import file, files
from pcicloud.model.sighting import Seen

WANTED = r"^\s*(?:\[[^\]]+\]|(?:enabled|maxretry|findtime|bantime|filter|ignoreip|port|banaction\w*)\s*=)"
BEFORE, OWN = "/etc/fail2ban/jail.conf", "/etc/fail2ban/jail.local"


@collector(
    where="host",
    asks=(
        files(BEFORE, lines=WANTED),
        files("/etc/fail2ban/jail.d/*.conf", lines=WANTED),
        files(OWN, lines=WANTED),
        files("/etc/fail2ban/jail.d/*.local", lines=WANTED),
        file("/etc/fail2ban/fail2ban.local"),
    ),
)
def login_watch(host: HostAnswers) -> Iterator[Seen]:
    """The watch over logins (fail2ban): what it watches and for how long it shuts out."""
    order = (BEFORE, "/etc/fail2ban/jail.d/*.conf", OWN, "/etc/fail2ban/jail.d/*.local")
    jails = [one for place in order for one in host.files(place, lines=WANTED)]
    if jails:
        yield Seen("fail2ban", {"jails": jails, "own": host.file("/etc/fail2ban/fail2ban.local")})
