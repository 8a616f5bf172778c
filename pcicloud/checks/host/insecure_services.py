"""Services that send everything readable must not start."""

from __future__ import annotations

import re

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.units import active, enabled

INSECURE = re.compile(
    r"(telnetd?|in\.telnetd|rsh|rlogin|rexec|tftpd?|tftpd-hpa|atftpd|vsftpd|proftpd|pure-ftpd|ftpd|ypserv|ypbind|nis|"
    r"finger|fingerd|talk|ntalk|xinetd|inetd|openbsd-inetd|inetutils-inetd|chargen|echo|discard)"
    r"(@.*)?\.(service|socket)"
)


@check(evidence="host.services", when_none=failed("no list of services could be read"))
def insecure_services(body: Json, env: Environment) -> Outcome:
    """Services that send everything readable must not start.

    Why: names, passwords and data cross the network for everybody to read.
    Fix: `systemctl disable --now` the unit and remove its package; use SSH, SFTP and HTTPS.
    Source: systemd manual systemctl(1).
    """
    found = sorted(unit for unit in enabled(body) | (active(body) or frozenset()) if INSECURE.fullmatch(unit))
    if found:
        return failed(f"insecure services start or run: {', '.join(found)}")
    return passed("no insecure service starts at boot")
