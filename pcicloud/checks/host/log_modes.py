"""Logs must not be open to everybody."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed, unknown
from pcicloud.reading.modes import told

FOR_ALL = ("/var/log/wtmp", "/var/log/btmp", "/var/log/lastlog", "/var/log/faillog", "/var/log/README")
OWNERS = ("root", "syslog", "clamav", "chrony", "_chrony", "_aide", "systemd-journal", "mail", "adm")


@check(evidence="host.logging", when_none=failed("nothing is known of the logs"))
def log_modes(body: Json, env: Environment) -> Outcome:
    """Logs must not be open to everybody.

    Why: they hold names, addresses and habits, and must not be altered.
    Fix: `$FileCreateMode 0640` in rsyslog, `create 0640` in logrotate, and chmod what is there.
    Source: rsyslog documentation, $FileCreateMode; logrotate(8), create.
    """
    files = [stat for stat in body["modes"] if stat["type"] == "file" and stat["path"] not in FOR_ALL]
    if not files:
        return unknown("no log is there yet")
    found = [f"{stat['path']} has mode {stat['mode']} (0640 at most)" for stat in files if int(stat["mode"], 8) & 0o037]
    found += [f"{stat['path']} belongs to {stat['owner']}" for stat in files if stat["owner"] not in OWNERS]
    if found:
        return failed(told(found))
    return passed(f"none of {len(files)} logs is open to everybody")
