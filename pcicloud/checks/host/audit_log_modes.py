"""Only root may read and write the audit log and its settings."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.modes import loose, told


@check(evidence="host.audit", when_none=failed("auditd is not installed"))
def audit_log_modes(body: Json, env: Environment) -> Outcome:
    """Only root may read and write the audit log and its settings.

    Why: who can read it learns what was seen, who can write it makes it unseen.
    Fix: `chmod 0700 /var/log/audit`, 0600 for its files, 0640 for /etc/audit.
    Source: Linux audit, auditd.conf(5), log_group.
    """
    logs = [stat for stat in body["modes"] if stat["path"].startswith("/var/log/audit")]
    settings = [stat for stat in body["modes"] if stat["path"].startswith("/etc/audit")]
    found = loose(logs, 0o640) + loose(settings, 0o640)
    if found:
        return failed(told(found))
    return passed("only root may read and write the audit log and its settings")
