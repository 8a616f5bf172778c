"""sudo must log every command."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.sudoers import defaults, narrow_defaults

OFF = ("syslog", "log_allowed", "log_denied")


@check(evidence="host.sudoers", when_none=not_applicable("sudo is not installed"))
def sudo_logging(body: Json, env: Environment) -> Outcome:
    """sudo must log every command.

    Why: these lines tell which person did what as root.
    Fix: `Defaults logfile=/var/log/sudo.log` (or log_output), and no `!syslog` or `!log_allowed`.
    Source: sudo manual sudoers(5), logfile, syslog, log_allowed.
    """
    said = defaults(body)
    off = [f"!{name}" for name in OFF if said.get(name) == "no"]
    off += [line for name in OFF for line in narrow_defaults(body, name) if f"!{name}" in line]
    if off:
        return failed(f"sudo's log is switched off: {off[0]}")
    if "logfile" not in said and said.get("log_output") != "yes":
        return failed("sudo keeps no log of its own (neither logfile nor log_output)")
    return passed("sudo logs every command")
