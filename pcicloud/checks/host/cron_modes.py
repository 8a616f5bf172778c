"""Only root may change what the system starts by the clock."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.modes import loose, told


@check(evidence="host.file_modes", when_none=failed("no files could be looked at"))
def cron_modes(body: Json, env: Environment) -> Outcome:
    """Only root may change what the system starts by the clock.

    Why: what is written there runs as root.
    Fix: root:root, and no write access for group and others.
    Source: cron(8).
    """
    if not body["cron"]:
        return not_applicable("no cron is there")
    found = loose(body["cron"], 0o755)
    found = [reason for reason in found if "/var/spool/cron" not in reason]
    if found:
        return failed(told(found))
    return passed(f"{len(body['cron'])} files and folders of cron are root's")
