"""Intrusion detection on the network (suricata): what it watches, its rules and their age, where alarms go."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.host import HostAnswers
from pcicloud.model.asking import command, file, stats
from pcicloud.model.sighting import Seen

SETTINGS = "/etc/suricata/suricata.yaml"
# How many rules each file has: a vendor's files have tens of thousands.
COUNT = (
    "grep",
    "-r",
    "-c",
    "-E",
    "--include=*.rules",
    "^(alert|drop|reject)[[:space:]]",
    "/etc/suricata",
    "/var/lib/suricata",
)
RULES = ("/etc/suricata/*.rules", "/etc/suricata/*/*.rules", "/var/lib/suricata/rules/*.rules")


@collector(where="host", asks=(file(SETTINGS), command(*COUNT, root=True), stats(*RULES)))
def intrusion_detection(host: HostAnswers) -> Iterator[Seen]:
    """Intrusion detection on the network (suricata): what it watches, its rules and their age, where alarms go."""
    settings = host.file(SETTINGS)
    if settings is not None:
        yield Seen("suricata", {"settings": settings, "rules": host.command(*COUNT), "found": host.stats(*RULES)})
