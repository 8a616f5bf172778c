"""The audit log must leave the host with the other logs."""

from __future__ import annotations

from pathlib import PurePosixPath

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.lines import content, lines, pairs

SENDING = {"syslog.conf": "to syslog", "au-remote.conf": "to another audit daemon"}


@check(evidence="host.audit_plugins", when_none=failed("nothing hands the audit log on"))
def audit_log_sent(body: Json, env: Environment) -> Outcome:
    """The audit log must leave the host with the other logs.

    Why: auditd writes into a file of its own, which whoever takes the host can change.
    Fix: `active = yes` in /etc/audit/plugins.d/syslog.conf (the role `auditing` does), so that rsyslog sends it on, or
      au-remote.conf of audispd-plugins.
    Source: Linux audit, auditd-plugins(5), audisp-syslog(8).
    """
    for file in body["plugins"]:
        name = PurePosixPath(file["path"]).name
        if name in SENDING and pairs(lines(content(file)), between="=").get("active", "").lower() == "yes":
            return passed(f"the audit log is handed on {SENDING[name]}")
    return failed("the audit log stays on this host: no plugin of auditd hands it on")
