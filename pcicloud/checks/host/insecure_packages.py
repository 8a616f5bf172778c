"""No server or client of a readable protocol may be installed."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed

INSECURE = {
    "telnetd", "inetutils-telnetd", "telnetd-ssl", "telnet-server", "rsh-server", "rsh-client",
    "rsh-redone-server", "rsh-redone-client", "rsh", "nis", "ypserv", "ypbind", "tftpd", "tftpd-hpa", "atftpd",
    "tftp-server", "vsftpd", "proftpd-basic", "proftpd-core", "pure-ftpd", "inetutils-ftpd", "talkd",
    "inetutils-talkd", "talk-server", "xinetd", "openbsd-inetd", "inetutils-inetd", "fingerd", "telnet",
    "inetutils-telnet",
}  # fmt: skip


@check(evidence="host.packages", when_none=failed("no list of packages could be read"))
def insecure_packages(body: Json, env: Environment) -> Outcome:
    """No server or client of a readable protocol may be installed.

    Why: what is installed is used or started one day.
    Fix: remove the packages.
    Source: Debian package lists; Red Hat package lists.
    """
    rows = (line.split() for line in body["installed"]["stdout"].splitlines())
    names = {row[1].split(":")[0] for row in rows if len(row) > 2 and row[0].startswith("ii")}
    found = sorted(names & INSECURE)
    if found:
        return failed(f"packages of insecure protocols are installed: {', '.join(found)}")
    return passed(f"none of {len(names)} packages is of an insecure protocol")
