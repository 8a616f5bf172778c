"""Network protocols and file systems that nobody uses must be switched off."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.modprobe import loaded, open_modules

RARE = ("dccp", "sctp", "rds", "tipc", "cramfs", "freevxfs", "hfs", "hfsplus", "jffs2")


@check(evidence="host.kernel_modules", when_none=failed("no kernel modules could be looked at"))
def rare_modules_off(body: Json, env: Environment) -> Outcome:
    """Network protocols and file systems that nobody uses must be switched off.

    Why: they are old, little looked at, and loaded by the kernel when somebody asks.
    Fix: `install <module> /bin/false` in /etc/modprobe.d/ for each of them.
    Source: modprobe.d(5).
    """
    found = open_modules(body["settings"], RARE)
    if found:
        return failed(f"these modules may be loaded: {', '.join(found)}")
    running = sorted(set(RARE) & loaded(body))
    if running:
        return failed(f"these modules are loaded now: {', '.join(running)}")
    return passed(f"none of {len(RARE)} rare modules can be loaded")
