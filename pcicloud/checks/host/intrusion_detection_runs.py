"""Intrusion detection must start at boot, run, and watch an interface."""

from __future__ import annotations

import re

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.lines import content
from pcicloud.reading.units import runs


@check(
    evidence="host.intrusion_detection",
    when_none=not_applicable("no intrusion detection (suricata) is installed"),
    beside=("host.services",),
)
def intrusion_detection_runs(body: Json, env: Environment, *, services: tuple[Json, ...]) -> Outcome:
    """Intrusion detection must start at boot, run, and watch an interface.

    Why: a sensor that stands still sees nothing, and nobody misses its silence.
    Fix: `systemctl enable --now suricata`, with af-packet on the interface that the copies arrive at.
    Source: Suricata user guide, suricata.yaml, af-packet.
    """
    for one in services:
        running = runs(one, "suricata.service", what="suricata")
        if running.verdict != "pass":
            return running
    watched = re.findall(r"(?m)^\s*-\s*interface:\s*(\S+)", content(body["settings"]))
    real = [name for name in watched if name not in ("default", "lo")]
    if not real:
        return failed("suricata watches no interface")
    return passed(f"suricata runs and watches {', '.join(dict.fromkeys(real))}")
