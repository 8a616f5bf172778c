"""A server must not run services that only other kinds of machine need."""

from __future__ import annotations

import re

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.units import active, enabled

NEEDLESS = re.compile(
    r"(avahi-daemon|cups|cups-browsed|bluetooth|rpcbind|nfs-server|nfs-kernel-server|smbd|nmbd|snmpd|slapd|squid|"
    r"isc-dhcp-server|dnsmasq|autofs|ModemManager|wpa_supplicant|gdm3?|lightdm|sddm|xrdp|x11vnc|vncserver|geoclue|"
    r"whoopsie|apport|rsync|iscsid)(@.*)?\.(service|socket)"
)


@check(evidence="host.services", when_none=failed("no list of services could be read"))
def needless_services(body: Json, env: Environment) -> Outcome:
    """A server must not run services that only other kinds of machine need.

    Why: each service that runs can be attacked, and one that nobody needs is not watched.
    Fix: `systemctl disable --now` the unit; where the host is there for it, name it in `services_needed` in
      environment.yaml.
    Source: systemd manual systemctl(1).
    """
    needed = {name.strip() for name in str(env.parameters.get("services_needed", "")).split(",")}
    running = enabled(body) | (active(body) or frozenset())
    found = sorted(unit for unit in running if NEEDLESS.fullmatch(unit) and unit.split(".")[0] not in needed)
    if found:
        return failed(f"services that a server seldom needs start or run: {', '.join(found)}")
    return passed("no needless service starts at boot")
