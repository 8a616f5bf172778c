"""No port of a protocol that sends everything readable may be open."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.listeners import listeners

INSECURE = {
    ("tcp", 21): "FTP", ("tcp", 23): "Telnet", ("udp", 69): "TFTP", ("tcp", 79): "finger", ("tcp", 110): "POP3",
    ("tcp", 143): "IMAP", ("udp", 161): "SNMP", ("tcp", 389): "LDAP", ("tcp", 512): "rexec", ("tcp", 513):
    "rlogin", ("tcp", 514): "rsh", ("tcp", 873): "rsync", ("tcp", 5900): "VNC", ("tcp", 6000): "X11",
}  # fmt: skip


@check(evidence="host.listeners", when_none=passed("nothing listens"))
def insecure_ports(body: Json, env: Environment) -> Outcome:
    """No port of a protocol that sends everything readable may be open.

    Why: names, passwords and data cross the network for everybody to read.
    Fix: stop the program that listens there; use SSH, SFTP, HTTPS, LDAPS and SNMPv3.
    Source: IANA Service Name and Transport Protocol Port Number Registry; ss(8).
    """
    found = [one for one in listeners(body) if (one.protocol, one.port) in INSECURE and not one.is_local]
    if found:
        told = ", ".join(f"{INSECURE[one.protocol, one.port]} {one}" for one in found)
        return failed(f"insecure protocols are reachable: {told}")
    return passed("no insecure protocol is reachable")
