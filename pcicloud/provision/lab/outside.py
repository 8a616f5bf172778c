"""What a lab has of the outside: a process that hands this machine's own package mirrors, and its time, into the lab.

It keeps what it fetched, is all of the internet that the machines ever see, and ends with the lab's control groups.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from pcicloud.errors import OutsideError
from pcicloud.linux import start, succeeds
from pcicloud.model.fleet import Fleet
from pcicloud.provision.lab.network import outer_address
from pcicloud.provision.lab.places import Places
from pcicloud.provision.systems import System

PORT = 80
START_TIMEOUT_S = 15


def url(fleet: Fleet) -> str:
    """Where the machines' mirror finds it."""
    return f"http://{outer_address(fleet)}"


def up(fleet: Fleet, places: Places, system: System) -> None:
    """Start it where it does not run. Raises OutsideError where it does not come up."""
    address = outer_address(fleet)
    if _is_up(places, address):
        return
    for group in _groups(places):
        group.mkdir(parents=True, exist_ok=True)
    groups = ",".join(str(group) for group in _groups(places))
    script = Path(__file__).with_name("outside_line.py")
    log = places.runtime / "outside.log"
    given = (f"/run/netns/{places.outside}", address, str(PORT), groups, ",".join(system.sites))
    start((sys.executable, "-I", str(script), *given), log=log)
    end = time.monotonic() + START_TIMEOUT_S
    while not _is_up(places, address):
        if time.monotonic() > end:
            raise OutsideError("the lab's line to the outside did not come up", hint=f"see {log}")
        time.sleep(0.1)


def _groups(places: Places) -> tuple[Path, ...]:
    return tuple(group / "outside" for group in places.cgroups)


def _is_up(places: Places, address: str) -> bool:
    return succeeds("ip", "netns", "exec", places.outside, "nc", "-z", "-w", "1", address, str(PORT))
